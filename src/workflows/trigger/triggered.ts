import type { ApplicationFailure } from '@temporalio/common';
import { definedOnly } from '../../model/base/objects.js';
import type { RunReport } from '../../model/api/task-run.js';
import type { ExistingExperiment, Fence } from '../../model/run/fence.js';
import type { HeldTurn } from '../../model/run/turn.js';
import type { Provenance, StartedRun } from '../../model/run/run-result.js';
import type { LearnedPolling } from '../../model/run/polling.js';
import { createdText } from '../../model/run/outcome-text.js';
import { unresolvedText } from '../../model/run/unresolved.js';
import type { UnresolvedTrigger } from '../../model/run/unresolved.js';
import { failure, messageOf } from '../shared/failures.js';
import type { Found } from './look-back.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';

/** The creator is known where the answer to our own POST told it. */
type Begun = {
  runId: string;
  createdByUserId?: string | null;
  doubt?: StartedRun['doubt'];
  /** The run as it was seen just after the answer; absent: it was not. */
  seen?: RunReport;
  /** To be given back: the run is known. Null or absent if none was taken. */
  turn?: HeldTurn | null;
};

/** The run that an intent has; or why it has none. */
export type Triggered = (
  | Begun
  | { noData: string }
  | { late: string }
  /** An experiment that existed already, instead of which nothing was run. */
  | { reused: ExistingExperiment }
  /** Cancelled while it is not known whether there is a run, or which one it is. */
  | { unconfirmed: string; left: UnresolvedTrigger }
) & {
  provenance: Provenance;
  /** As in `OpenedFence`. */
  learned?: LearnedPolling;
  /** Of the experiment, if it is that of an unresolved trigger before this one. */
  experimentName?: string;
};

export const late = ({ task }: Prepared, posts: number, why: string | null = null): Triggered => ({
  late: `the deadline passed before a run of task ${task.name} could be triggered${why === null ? '' : `: ${why}`}`,
  provenance: { how: 'created', posts, candidates: [] },
});

/** Cancelled while it is not known whether there is a run, or which one it is. */
export const unconfirmed = (left: UnresolvedTrigger): Triggered => ({
  unconfirmed:
    left.candidates.length === 0
      ? `a run may have been triggered that was not found, and so not cancelled (${left.why})`
      : `${left.candidates.map(({ runId }) => runId).join(', ')} may be the run that was triggered, and was not cancelled`,
  provenance: { how: 'created', posts: left.posts, candidates: left.candidates },
  left,
});

/**
 * What an experiment that has the name already means: it is used, and nothing is run, if the caller wants that.
 * @throws `AxConflict` otherwise
 */
export function takenBy(existing: ExistingExperiment, prepared: Prepared, posts: number): Triggered {
  if (prepared.onNameTaken === 'reuse')
    return { reused: existing, provenance: { how: 'reused', posts, candidates: [] } };
  const { task, mark } = prepared;
  const name = mark.experimentName ?? '';
  throw failure(
    'AxConflict',
    `task ${task.name}: an experiment named ${JSON.stringify(name)} exists already (${existing.id}, ` +
      `${createdText(existing)}), and nothing was run; choose another experimentName, in a pipeline for example ` +
      `${name}-\${{ pipeline.startedAt }}, leave it out, or set onNameTaken to reuse, which takes the answers that exist`,
  );
}

/** What is known of a trigger whose fate could not be settled; `error` is what left it open. */
export function unresolvedBy(
  { mark, key }: Prepared,
  { newestCreatedAt, runIds, experiments, isPartial }: Fence,
  { posts }: { posts: number },
  { candidates, uncertain, refused }: Found,
  error: unknown,
): UnresolvedTrigger {
  const { taskId, experimentName } = mark;
  const open = typeof error === 'string' ? error : messageOf(error);
  const why = refused === null ? open : `${open}; the look for its run was refused: ${refused}`;
  const seen = [...candidates, ...uncertain];
  return {
    taskId,
    fence: definedOnly({ newestCreatedAt, runIds, experiments, isPartial }),
    posts,
    experimentName,
    key,
    candidates: seen,
    why,
  };
}

/** The failure of a trigger whose fate could not be settled. */
export function unresolved(...args: Parameters<typeof unresolvedBy>): ApplicationFailure {
  const known = unresolvedBy(...args);
  return failure('TriggerUnresolved', unresolvedText(known, args[0].task.name), known);
}
