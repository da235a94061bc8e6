import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { certainOf } from '../../model/run/fence.js';
import type { Candidate, ExistingExperiment, OpenedFence } from '../../model/run/fence.js';
import type { AmbiguityPolicy } from '../../model/api/policies.js';
import { MAX_POSTS } from '../../model/run/settling.js';
import { adopt } from './adopt.js';
import { steady } from '../shared/activities.js';
import { failure, messageOf } from '../shared/failures.js';
import { lookBack, lookBackAtConflict, seenBeyond } from './look-back.js';
import type { Prepared } from './prepare.js';
import { sendPost } from './send-post.js';
import type { Conclusive, NotSent } from './send-post.js';
import { takenBy, unconfirmed } from './triggered.js';
import type { Triggered } from './triggered.js';

/** What is known of the POSTs so far. */
interface Doubts {
  posts: number;
  /** How many of them left their fate open. */
  unsettled: number;
  /** The execution that read the fence, or looked back to it, last. */
  basedOn: string;
}

/** What becomes of a request that was not sent, after `posts` that were: a way to end, or null to send it again. */
export type WhenUnsent<End> = (answer: NotSent, unsent: number, posts: number) => Promise<End | null>;

/** Triggers a run once beyond a fence, in the intent's turn; see `triggerOnce`. */
export async function triggerBeyond<End>(
  fence: OpenedFence,
  prepared: Prepared,
  onAmbiguous: AmbiguityPolicy,
  whenUnsent: WhenUnsent<End>,
): Promise<Triggered | End> {
  const doubts: Doubts = { posts: 0, unsettled: 0, basedOn: fence.readBy };
  if (fence.reopened !== null) {
    const run = await runBeforeReset(fence, fence.reopened.runId, prepared, doubts);
    if (run !== null) return run;
  }
  try {
    return await sendUntilSettled(fence, prepared, onAmbiguous, { doubts, whenUnsent });
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return leftByCancel(error, fence, prepared, doubts);
  }
}

async function sendUntilSettled<End>(
  fence: OpenedFence,
  prepared: Prepared,
  onAmbiguous: AmbiguityPolicy,
  { doubts, whenUnsent }: { doubts: Doubts; whenUnsent: WhenUnsent<End> },
): Promise<Triggered | End> {
  for (let unsent = 1; ;) {
    const sent = await sendPost(prepared, doubts.basedOn);
    const answer = sent.kind === 'conflict' ? await afterConflict(prepared, fence, doubts, sent.error) : sent;
    if (!('kind' in answer)) return answer;
    if (answer.kind === 'not-sent') {
      const end = await whenUnsent(answer, unsent++, doubts.posts);
      if (end !== null) return end;
      continue;
    }
    doubts.posts++;
    if (answer.kind !== 'ambiguous') return concluded(prepared, fence, doubts, answer);
    doubts.unsettled++;
    const found = await lookBack(prepared, fence);
    if (found.candidates.length > 0)
      return adopt(found.candidates, { taskId: prepared.task.id, posts: doubts.posts });
    doubts.basedOn = found.readBy;
    refuseToResend(prepared, onAmbiguous, doubts, found.uncertain, answer.error);
  }
}

/**
 * What a conflict means. Only a POST of ours that is in doubt makes a run ours that is in the way. An experiment that has
 * the name is somebody else's; without one the task is busy, and the request is sent again later.
 */
async function afterConflict(
  prepared: Prepared,
  fence: OpenedFence,
  doubts: Doubts,
  error: unknown,
): Promise<Triggered | NotSent> {
  const { task, mark } = prepared;
  const isInDoubt = doubts.unsettled > 0;
  if (isInDoubt) {
    const { candidates, readBy } = await lookBackAtConflict(prepared, fence);
    const sent = { taskId: task.id, posts: doubts.posts + 1, sentAtMost: doubts.unsettled };
    if (candidates.length > 0) return adopt(candidates, sent);
    doubts.basedOn = readBy;
  }
  const existing = await experimentOf(mark);
  if (existing === null) return { kind: 'not-sent', retryAfterMs: null, conflict: messageOf(error) };
  if (isInDoubt && fence.experiments.length === 0) throw mayBeOurs(existing, prepared);
  return takenBy(existing, prepared, doubts.posts + 1);
}

async function experimentOf({
  experimentName,
  datasetId,
}: Prepared['mark']): Promise<ExistingExperiment | null> {
  if (experimentName === null || datasetId === null) return null;
  return steady.findExperiment({ datasetId, name: experimentName });
}

const mayBeOurs = ({ id }: ExistingExperiment, { task, mark }: Prepared): Error =>
  failure(
    'TriggerUnresolved',
    `task ${task.name}: a trigger request got no answer, and now the experiment ${JSON.stringify(mark.experimentName)} ` +
      `(${id}) exists, but no run of it is listed; look with list-runs, and wait for its run or choose another name`,
  );

/** What a cancel before the next POST leaves behind of the POSTs before it: one more look, then no run is left untold. */
async function leftByCancel(
  cancellation: unknown,
  fence: OpenedFence,
  { task, mark }: Prepared,
  { posts, unsettled }: Doubts,
): Promise<Triggered> {
  if (unsettled === 0) throw cancellation;
  const seen = await CancellationScope.nonCancellable(() => seenBeyond(fence, mark));
  const certain = certainOf(seen);
  if (certain.length > 0) return adopt(certain, { taskId: task.id, posts });
  if (seen.candidates.length === 0) throw cancellation;
  return unconfirmed(seen.candidates, posts);
}

/** The run that an execution before the reset triggered; null if it triggered none. */
async function runBeforeReset(
  fence: OpenedFence,
  runId: string | null,
  prepared: Prepared,
  doubts: Doubts,
): Promise<Triggered | null> {
  if (runId !== null) return { runId, provenance: { how: 'adopted', posts: 0, candidates: [] } };
  const found = await lookBack(prepared, fence);
  doubts.unsettled++;
  return found.candidates.length > 0
    ? adopt(found.candidates, { taskId: prepared.task.id, posts: 0, sentAtMost: MAX_POSTS })
    : null;
}

async function concluded(
  prepared: Prepared,
  fence: OpenedFence,
  doubts: Doubts,
  answer: Conclusive,
): Promise<Triggered> {
  const { posts } = doubts;
  const sent = { taskId: prepared.task.id, posts };
  const candidates = await appearedMeanwhile(prepared, fence, doubts);
  switch (answer.kind) {
    case 'created':
      if (candidates.length > 1) return adopt(candidates, sent);
      return {
        runId: answer.runId,
        createdByUserId: answer.createdByUserId,
        provenance: { how: 'created', posts, candidates },
        ...(doubts.unsettled === 0 ? {} : { doubt: { fence, mark: prepared.mark } }),
      };
    case 'no-data':
      if (candidates.length > 0) return adopt(candidates, sent);
      return { noData: messageOf(answer.error), provenance: { how: 'created', posts, candidates } };
    case 'refused':
      return adoptOr(answer.error, candidates, sent);
  }
}

type Sent = { taskId: string; posts: number };

/** The runs of earlier POSTs whose fate was open, and that of this one. */
async function appearedMeanwhile(
  prepared: Prepared,
  fence: OpenedFence,
  { unsettled }: Doubts,
): Promise<Candidate[]> {
  if (unsettled === 0) return [];
  return (await lookBack(prepared, fence)).candidates;
}

function adoptOr(error: unknown, candidates: Candidate[], sent: Sent): Promise<Triggered> {
  if (candidates.length === 0) throw error;
  return adopt(candidates, sent);
}

function refuseToResend(
  prepared: Prepared,
  policy: AmbiguityPolicy,
  { posts }: Doubts,
  uncertain: Candidate[],
  error: unknown,
): void {
  if (policy === 'retry' && posts < MAX_POSTS) return;
  const seen =
    uncertain.length === 0 ? 'none showed up' : `${uncertain.map(({ runId }) => runId).join(', ')} may be it`;
  throw failure(
    'TriggerUnresolved',
    `task ${prepared.task.name}: after ${posts} trigger request(s) it is not known whether a run was started, and ` +
      `${seen} (${messageOf(error)}); look with list-runs, and start again with another key if there is none`,
  );
}
