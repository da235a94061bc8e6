import { listOf, milliseconds, oneOf, optional, shape, text } from '../base/checks.js';
import { resourceId } from '../api/request-checks.js';

/** What a sweep does about the orphans it finds. */
export type SweepAction = 'report' | 'adopt' | 'cancel';

/** Input of the workflow `sweepRuns`. Without `space` and `tasks`: all tasks that the key can see. */
export interface SweepRunsInput {
  space?: string;
  /** Names or IDs; names need `space`. */
  tasks?: string[];
  /** An orphan is one in two looks this far apart, in milliseconds; 120,000 when absent. */
  graceMs?: number;
  action: SweepAction;
  /** Acts on these runs alone (IDs), and on nothing else that it finds. */
  onlyRuns?: string[];
}

/** The memo under which a sweep says how far it is ({@link SweepMemo}). */
export const SWEEP_MEMO = 'sweep';

/** What a sweep leaves in its memo while it waits for its second look. */
export interface SweepMemo {
  /** Runs that looked like orphans in the first look. */
  suspects: number;
  /** When the second look is due: ISO 8601 with zone. */
  againAt: string;
}

const sweepRunsCheck = shape<SweepRunsInput>({
  space: optional(text),
  tasks: optional(listOf(text)),
  graceMs: optional(milliseconds(0)),
  action: oneOf(['report', 'adopt', 'cancel']),
  onlyRuns: optional(listOf(resourceId)),
});

/** What is wrong with an input of `sweepRuns` from any program; null if nothing is. */
export const sweepRunsProblem = (input: unknown): string | null => sweepRunsCheck(input, 'input');
