import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { certainOf } from '../../model/run/fence.js';
import type { Candidate, OpenedFence } from '../../model/run/fence.js';
import type { AmbiguityPolicy } from '../../model/api/policies.js';
import { MAX_POSTS } from '../../model/run/settling.js';
import { adopt } from './adopt.js';
import { failure, messageOf } from '../shared/failures.js';
import { lookBack, ownersOfName, seenBeyond } from './look-back.js';
import type { Prepared } from './prepare.js';
import { sendPost } from './send-post.js';
import type { Conclusive, NotSent } from './send-post.js';
import { unconfirmed } from './triggered.js';
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
    const answer = await sendPost(prepared, doubts.basedOn);
    if (answer.kind === 'not-sent' || isBusy(answer, prepared, doubts)) {
      const notSent = answer.kind === 'not-sent' ? answer : NOT_NOW;
      const end = await whenUnsent(notSent, unsent++, doubts.posts);
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

const NOT_NOW: NotSent = { kind: 'not-sent', retryAfterMs: null };

// Where a POST was in doubt before, the run that is in the way may be the one it made.
const isBusy = (
  { kind }: Conclusive | { kind: 'ambiguous' },
  { isBusyOnConflict }: Prepared,
  { posts }: Doubts,
): boolean => kind === 'name-taken' && isBusyOnConflict === true && posts === 0;

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
  if (answer.kind === 'name-taken') {
    // Where an earlier POST was in doubt, the name can have been taken by it, and so by a run beyond its fence.
    const owners = await ownersOfName(prepared, doubts.unsettled === 0 ? null : fence);
    return adoptOr(answer.error, owners, sent);
  }
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
