import type { Outcome } from './outcome.js';
import type { Tolerance } from '../api/policies.js';

export const VERDICTS = ['good', 'errors', 'failed', 'cancelled', 'running'] as const;

/** What an outcome means for whatever comes next, and for the exit code. */
export type Verdict = (typeof VERDICTS)[number];

/** Whether an outcome is good enough under a tolerance (design/run.md). */
export function verdictOf(outcome: Outcome, tolerance: Tolerance = {}): Verdict {
  switch (outcome.kind) {
    case 'succeeded':
    case 'nothing-to-do':
    case 'reused':
    case 'started':
      return 'good';
    case 'succeeded-with-errors':
      return outcome.errorShare <= (tolerance.maxErrorShare ?? 0) ? 'good' : 'errors';
    case 'empty':
      return tolerance.allowEmpty === true ? 'good' : 'failed';
    case 'truncated':
      return tolerance.allowTruncated === false ? 'failed' : 'good';
    case 'cancelled-by-us':
    case 'cancelled-elsewhere':
    case 'cancel-unconfirmed':
      return 'cancelled';
    case 'timed-out-detached':
      return 'running';
    case 'failed':
    case 'timed-out-cancelled':
    case 'stalled':
    case 'gone':
      return 'failed';
  }
}

const WORST_FIRST: readonly Verdict[] = ['cancelled', 'failed', 'errors', 'running'];

/** The worst of some verdicts; `good` of none. */
export const worstVerdict = (verdicts: readonly Verdict[]): Verdict =>
  WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'good';

const WORDS: Readonly<Record<Verdict, string>> = {
  good: 'succeeded',
  errors: 'finished with more errors than allowed',
  failed: 'failed',
  cancelled: 'cancelled',
  running: 'still running when the wait ended',
};

export const verdictText = (verdict: Verdict): string => WORDS[verdict];
