import { ActivityFailure } from '@temporalio/common';
import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { definedOnly } from '../../model/base/objects.js';
import type { ExistingExperiment } from '../../model/run/fence.js';
import type { OpenedFence, Reopened } from '../../model/run/unresolved.js';
import type { AmbiguityPolicy } from '../../model/api/policies.js';
import { MAX_POSTS } from '../../model/run/settling.js';
import { adopt } from './adopt.js';
import { looking } from '../shared/activities.js';
import { messageOf, unresolvedOf } from '../shared/failures.js';
import { lookThrough } from '../shared/look-through.js';
import { lookBack, lookBackAtConflict, lookOnce, NOTHING_FOUND } from './look-back.js';
import type { Found } from './look-back.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import { sendPost } from './send-post.js';
import type { Conclusive, NotSent, SendPost } from './send-post.js';
import { takenBy, unconfirmed, unresolved, unresolvedBy } from './triggered.js';
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
  send: SendPost = sendPost,
): Promise<Triggered | End> {
  const doubts: Doubts = { posts: 0, unsettled: 0, basedOn: fence.readBy };
  try {
    if (fence.reopened !== null) {
      const run = await runBefore(fence, fence.reopened, prepared, doubts);
      if (run !== null) return run;
    }
    return await sendUntilSettled(fence, prepared, onAmbiguous, { doubts, whenUnsent, send });
  } catch (error) {
    // What fails beside the POST is a look at what it met.
    if (error instanceof ActivityFailure && doubts.unsettled > 0 && !isCancellation(error))
      throw unresolved(prepared, fence, doubts, NOTHING_FOUND, error);
    const left = unresolvedOf(error);
    if (left !== null && CancellationScope.current().consideredCancelled) return unconfirmed(left);
    if (!isCancellation(error)) throw error;
    return leftByCancel(error, fence, prepared, doubts);
  }
}

async function sendUntilSettled<End>(
  fence: OpenedFence,
  prepared: Prepared,
  onAmbiguous: AmbiguityPolicy,
  { doubts, whenUnsent, send }: { doubts: Doubts; whenUnsent: WhenUnsent<End>; send: SendPost },
): Promise<Triggered | End> {
  for (let unsent = 1; ;) {
    const sent = await send(prepared, doubts.basedOn, fence);
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
    const mayResend = onAmbiguous === 'retry' && doubts.posts < MAX_POSTS && found.refused === null;
    if (!mayResend) throw unresolved(prepared, fence, doubts, found, answer.error);
    doubts.basedOn = found.readBy;
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
  const isInDoubt = doubts.unsettled > 0;
  const found = isInDoubt ? await lookBackAtConflict(prepared, fence) : NOTHING_FOUND;
  const sent = { taskId: prepared.task.id, posts: doubts.posts + 1, sentAtMost: doubts.unsettled };
  if (found.candidates.length > 0) return adopt(found.candidates, sent);
  if (isInDoubt) doubts.basedOn = found.readBy;
  const looked = await lookThrough(() => experimentOf(prepared.mark));
  const refused = found.refused ?? ('refused' in looked ? looked.refused : null);
  if (refused !== null) throw unresolved(prepared, fence, sent, { ...found, refused }, error);
  const existing = 'found' in looked ? looked.found : null;
  if (existing === null) return { kind: 'not-sent', retryAfterMs: null, conflict: messageOf(error) };
  if (isInDoubt && fence.experiments.length === 0)
    throw unresolved(prepared, fence, sent, found, mayBeOurs(existing, prepared));
  return takenBy(existing, prepared, doubts.posts + 1);
}

async function experimentOf({
  experimentName,
  datasetId,
}: Prepared['mark']): Promise<ExistingExperiment | null> {
  if (experimentName === null || datasetId === null) return null;
  return looking.findExperiment({ datasetId, name: experimentName });
}

const mayBeOurs = ({ id }: ExistingExperiment, { mark }: Prepared): string =>
  `a request got no answer, and now the experiment ${JSON.stringify(mark.experimentName)} (${id}) exists, but no run of it is listed`;

/** What a cancel before the next POST leaves behind of the POSTs before it: one more look, then no run is left untold. */
async function leftByCancel(
  cancellation: unknown,
  fence: OpenedFence,
  prepared: Prepared,
  doubts: Doubts,
): Promise<Triggered> {
  if (doubts.unsettled === 0) throw cancellation;
  const found = await lookOnce(prepared, fence);
  if (found.candidates.length > 0)
    return adopt(found.candidates, { taskId: prepared.task.id, posts: doubts.posts });
  if (found.uncertain.length === 0 && found.refused === null) throw cancellation;
  return unconfirmed(unresolvedBy(prepared, fence, doubts, found, 'the workflow was cancelled'));
}

/** The run that an execution before this one triggered; null if it triggered none. */
async function runBefore(
  fence: OpenedFence,
  { runId, posts }: Reopened,
  prepared: Prepared,
  doubts: Doubts,
): Promise<Triggered | null> {
  if (runId !== null) return { runId, provenance: { how: 'adopted', posts: 0, candidates: [] } };
  doubts.unsettled++;
  const found = await lookBack(prepared, fence);
  if (found.candidates.length > 0)
    return adopt(found.candidates, { taskId: prepared.task.id, posts: 0, sentAtMost: posts });
  if (found.refused === null) return null;
  throw unresolved(prepared, fence, { posts }, found, 'its trigger before may have been sent');
}

async function concluded(
  prepared: Prepared,
  fence: OpenedFence,
  doubts: Doubts,
  answer: Conclusive,
): Promise<Triggered> {
  const { posts } = doubts;
  const sent = { taskId: prepared.task.id, posts };
  // The end of the wait looks again, also where this look was refused.
  const found = await appearedMeanwhile(prepared, doubts.unsettled === 0 ? null : fence);
  const { candidates } = found;
  if (answer.kind === 'created') {
    if (candidates.length > 1) return adopt(candidates, sent);
    return {
      runId: answer.runId,
      createdByUserId: answer.createdByUserId,
      ...definedOnly({ seen: answer.seen }),
      provenance: { how: 'created', posts, candidates },
      ...(doubts.unsettled === 0 ? {} : { doubt: { fence, mark: prepared.mark } }),
    };
  }
  if (candidates.length > 0) return adopt(candidates, sent);
  if (found.refused !== null) throw unresolved(prepared, fence, doubts, found, answer.error);
  if (answer.kind !== 'no-data') throw answer.error;
  return { noData: messageOf(answer.error), provenance: { how: 'created', posts, candidates } };
}

/** The runs of earlier POSTs whose fate was open, and that of this one. */
const appearedMeanwhile = async (prepared: Prepared, inDoubt: OpenedFence | null): Promise<Found> =>
  inDoubt === null ? NOTHING_FOUND : lookBack(prepared, inDoubt);
