import { isCancellation, sleep } from '@temporalio/workflow';
import type { Fence } from '../../model/fence.js';
import type { AmbiguityPolicy } from '../../model/policies.js';
import type { Provenance } from '../../model/results.js';
import { resendDelayMs, sortTriggerFailure } from '../../model/trigger-answer.js';
import type { TriggerAnswer } from '../../model/trigger-answer.js';
import { localFence, post, steady } from './activities.js';
import { adopt } from './adopt.js';
import { failure, innermost, messageOf, readTriggerFailure } from './failures.js';
import { lookBack, ownersOfName } from './look-back.js';
import type { Prepared } from './prepare.js';

/** The run that an intent has, or that there is nothing to run it on. */
export type Triggered = ({ runId: string } | { noData: string }) & { provenance: Provenance };

const MAX_POSTS = 3;

/** What is known of the POSTs so far: how many were sent, and how many of them left their fate open. */
interface Doubts {
  posts: number;
  unsettled: number;
}

/**
 * Triggers a run once (design section 4.1): fence, one POST an attempt, and after an answer that leaves its fate open a
 * look back to the fence, to adopt the run, to send once more, or to stop.
 *
 * A cancel ends it where nothing can have been started. Else the run is found first and returned, and the next thing
 * that the caller awaits is cancelled.
 */
export async function triggerOnce(prepared: Prepared, onAmbiguous: AmbiguityPolicy): Promise<Triggered> {
  // The first fence is kept for all attempts: a run of an earlier POST may show up late.
  const fence = await readFence(prepared.task.id);
  const doubts: Doubts = { posts: 0, unsettled: 0 };
  let unsent = 0;
  for (;;) {
    const answer = await sendPost(prepared);
    if (answer.kind === 'not-sent') {
      unsent++;
      await sleep(resendDelayMs(unsent, answer.retryAfterMs));
      continue;
    }
    doubts.posts++;
    if (answer.kind !== 'ambiguous') return concluded(prepared, fence, doubts, answer);
    doubts.unsettled++;
    const found = await lookBack(prepared, fence);
    if (found.length > 0) return adopt(found, doubts.posts);
    refuseToResend(prepared, onAmbiguous, doubts, answer.error);
  }
}

async function readFence(taskId: string): Promise<Fence> {
  try {
    return await localFence.readFence({ taskId });
  } catch (error) {
    if (isCancellation(error)) throw error;
    return steady.readFence({ taskId });
  }
}

type NotSent = Extract<TriggerAnswer, { kind: 'not-sent' }>;
type Created = { kind: 'created'; runId: string };
type Failed = { kind: Exclude<TriggerAnswer['kind'], 'not-sent'>; error: unknown };
type Conclusive = Created | (Failed & { kind: Exclude<Failed['kind'], 'ambiguous'> });

async function sendPost({
  task,
  fields,
}: Prepared): Promise<NotSent | Conclusive | (Failed & { kind: 'ambiguous' })> {
  try {
    const run = await post.triggerRun({ task, fields });
    return { kind: 'created', runId: run.runId };
  } catch (error) {
    if (isCancellation(error)) throw error;
    const answer = sortTriggerFailure(readTriggerFailure(error));
    return answer.kind === 'not-sent' ? answer : { kind: answer.kind, error: innermost(error) };
  }
}

async function concluded(
  prepared: Prepared,
  fence: Fence,
  doubts: Doubts,
  answer: Conclusive,
): Promise<Triggered> {
  const { posts } = doubts;
  switch (answer.kind) {
    case 'created':
      return settled(prepared, fence, doubts, answer.runId);
    case 'no-data':
      return { noData: messageOf(answer.error), provenance: { how: 'created', posts, candidates: [] } };
    case 'name-taken': {
      const owners = await ownersOfName(prepared);
      if (owners.length === 0) throw answer.error;
      return adopt(owners, posts);
    }
    case 'refused':
      throw answer.error;
  }
}

/** A created run is ours; but where an earlier POST's fate was open, its run may have appeared meanwhile. */
async function settled(prepared: Prepared, fence: Fence, doubts: Doubts, runId: string): Promise<Triggered> {
  const candidates = doubts.unsettled === 0 ? [] : await lookBack(prepared, fence);
  if (candidates.length > 1) return adopt(candidates, doubts.posts);
  return { runId, provenance: { how: 'created', posts: doubts.posts, candidates } };
}

function refuseToResend(
  prepared: Prepared,
  policy: AmbiguityPolicy,
  { posts }: Doubts,
  error: unknown,
): void {
  if (policy === 'retry' && posts < MAX_POSTS) return;
  throw failure(
    'TriggerUnresolved',
    `task ${prepared.task.name}: after ${posts} trigger request(s) it is not known whether a run was started, and none ` +
      `showed up (${messageOf(error)}); look with list-runs, and start again with another key if there is none`,
  );
}
