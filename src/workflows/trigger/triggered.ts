import type { Candidate } from '../../model/run/fence.js';
import type { Provenance, StartedRun } from '../../model/run/run-result.js';
import type { Prepared } from './prepare.js';

/** The creator is known where the answer to our own POST told it. */
type Begun = { runId: string; createdByUserId?: string | null; doubt?: StartedRun['doubt'] };

/** The run that an intent has; or why it has none. */
export type Triggered = (
  | Begun
  | { noData: string }
  | { late: string }
  /** Cancelled with runs left that may be ours, but cannot be told from a stranger's. */
  | { unconfirmed: string }
) & {
  provenance: Provenance;
};

export const late = ({ task }: Prepared, posts: number): Triggered => ({
  late: `the deadline passed before a run of task ${task.name} could be triggered`,
  provenance: { how: 'created', posts, candidates: [] },
});

export const unconfirmed = (candidates: Candidate[], posts: number): Triggered => ({
  unconfirmed: `${candidates.map(({ runId }) => runId).join(', ')} may be the run that was triggered, and was not cancelled`,
  provenance: { how: 'created', posts, candidates },
});
