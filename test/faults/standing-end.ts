import type { JournalRun } from '../../src/simulator/index.js';

/** What may truthfully be said of a run, by the service's own record. */
export interface StandingEnd {
  readonly outcomes: readonly string[];
  /** The run will not change any more. */
  readonly isFinal: boolean;
}

export interface Circumstances {
  readonly taskDeleted: boolean;
  /** The subject asked for this run to be cancelled. */
  readonly cancelledBySubject: boolean;
}

const TERMINAL = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

/** Whether a run goes on; those of a deleted task stopped with it. */
export const isActive = ({ status }: JournalRun, taskDeleted: boolean): boolean =>
  !taskDeleted && !TERMINAL.has(status);

const ALREADY_DONE = 'All matching data already has evaluation labels';

/** The outcomes that agree with the record. Written from the API's contract, not from the product's own rules. */
export function standingEnd(run: JournalRun, circumstances: Circumstances): StandingEnd {
  const { taskDeleted } = circumstances;
  if (TERMINAL.has(run.status)) return { outcomes: endedOutcomes(run, circumstances), isFinal: true };
  if (taskDeleted) return { outcomes: ['gone'], isFinal: false };
  return { outcomes: ['started', 'timed-out-detached', 'cancel-unconfirmed'], isFinal: false };
}

function endedOutcomes(
  run: JournalRun,
  { taskDeleted, cancelledBySubject }: Circumstances,
): readonly string[] {
  const outcomes = taskDeleted ? ['gone'] : [];
  // The cancel may have been carried out and never been seen to be.
  if (cancelledBySubject) outcomes.push('cancel-unconfirmed');
  if (run.status === 'FAILED') return [...outcomes, 'failed'];
  if (run.status === 'COMPLETED') return [...outcomes, completedOutcome(run)];
  return [...outcomes, ...cancelledOutcomes(run, cancelledBySubject)];
}

function completedOutcome({ counts: { successes, errors, skipped } }: JournalRun): string {
  if (successes + errors + skipped === 0) return 'empty';
  return errors > 0 ? 'succeeded-with-errors' : 'succeeded';
}

function cancelledOutcomes(run: JournalRun, cancelledBySubject: boolean): readonly string[] {
  if (run.failureReason?.startsWith(ALREADY_DONE) === true) return ['nothing-to-do'];
  return cancelledBySubject ? ['cancelled-by-us', 'timed-out-cancelled'] : ['cancelled-elsewhere'];
}
