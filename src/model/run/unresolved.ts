import type { Candidate, Fence } from './fence.js';
import type { LearnedPolling } from './polling.js';

/**
 * The memo under which a workflow keeps that the fate of its trigger is not known ({@link UnresolvedTrigger}): a person is
 * needed, or a new start of the same, which looks back to this fence before it sends anything.
 */
export const UNRESOLVED_MEMO = 'unresolved';

/** The same of a workflow that triggers for several turns at once ({@link UnresolvedTurns}). */
export const UNRESOLVED_TURNS_MEMO = 'unresolvedTurns';

/** The triggers whose fate is not known, by their turns. */
export type UnresolvedTurns = Record<string, UnresolvedTrigger>;

/** What is known of a trigger whose fate could not be settled; the details of the failure `TriggerUnresolved`. */
export interface UnresolvedTrigger {
  taskId: string;
  /** Read before the first POST: the run, if there is one, is beyond it. */
  fence: Fence;
  /** POSTs sent. */
  posts: number;
  /** The experiment that the run was to create; null for evaluations. */
  experimentName: string | null;
  /** The key of the intent; null if it has none. */
  key: string | null;
  /** Runs that may be the intent's. */
  candidates: Candidate[];
  /** Why it could not be settled, for people. */
  why: string;
}

/** What is known, why it is not enough, and what to do. `taskName` as people know the task. */
export function unresolvedText(
  { taskId, posts, candidates, why }: UnresolvedTrigger,
  taskName: string,
): string {
  const seen =
    candidates.length === 0
      ? 'none showed up'
      : `${candidates.map(({ runId }) => runId).join(', ')} may be it`;
  return (
    `task ${taskName}: after ${posts} trigger request(s) it is not known whether a run was started, and ${seen} ` +
    `(${why}); start the same again, which looks for the run before it sends anything, or look with ` +
    `\`ax-tasks list-runs ${taskId}\``
  );
}

/** A fence as an execution of a workflow got it. */
export interface OpenedFence extends Fence {
  /** The execution (Temporal run ID) that read it. */
  readBy: string;
  /**
   * This is the fence of an execution that went before, whose trigger may have been sent: the workflow was reset, or the
   * trigger of the same intent ended unresolved. Null: nothing went before.
   */
  reopened: Reopened | null;
  /** What the runs read tell of the next one, which is not kept with the fence; absent: nothing. */
  learned?: LearnedPolling;
}

/** A trigger that went before. */
export interface Reopened {
  /** Its run; null if it is not known. */
  runId: string | null;
  /** The POSTs that it sent at most. */
  posts: number;
  /** The experiment that it asked for, to be asked for again; null: an evaluation, or the name is the same anyway. */
  experimentName: string | null;
}
