import { AMBIGUITY_POLICIES, toleranceCheck } from '../api/policies.js';
import { carried, resourceId, rangeCheck } from '../api/request-checks.js';
import {
  anyText,
  expected,
  flag,
  members,
  milliseconds,
  nullable,
  oneOf,
  optional,
  share,
  shape,
  whole,
} from '../base/checks.js';
import { notifyRulesProblem } from '../notification/notify-rules.js';
import { waitCheck } from '../run/polling.js';
import { MAX_WINDOW_MS } from '../time/window.js';
import { MAX_LIMIT, MAX_WINDOWS } from './backfill.js';
import type { BackfillOptions, BackfillPlan, RunBackfillInput } from './backfill.js';
import type { WindowList, WindowStretch } from './window-list.js';
import { windowCount } from './window-list.js';

/**
 * What is wrong with a list of windows from another program, in words; null if nothing is. Such a list may contain
 * anything: `windowsIn` of one that repeats a window 10^12 times would never return.
 */
export function windowListProblem(list: WindowList, most: number): string | null {
  if (!Array.isArray(list) || !list.every(isStretch)) return 'windows must be a list of {startMs, lengths}';
  let endMs = Number.NEGATIVE_INFINITY;
  for (const stretch of list) {
    if (stretch.startMs < endMs)
      return 'windows must be sorted from the oldest to the newest and not overlap';
    endMs = stretch.lengths.reduce((at, [lengthMs, times]) => at + lengthMs * times, stretch.startMs);
  }
  const count = windowCount(list);
  return count > most ? `${count} windows are too many; the limit of one backfill is ${most}` : null;
}

const isStretch = (stretch: WindowStretch | null): boolean =>
  Number.isSafeInteger(stretch?.startMs) && Array.isArray(stretch?.lengths) && stretch.lengths.every(isRow);

const isRow = (row: unknown): boolean =>
  Array.isArray(row) &&
  row.length === 2 &&
  row.every((value) => Number.isSafeInteger(value) && (value as number) > 0) &&
  row[0] <= MAX_WINDOW_MS;

/** How many runs at once, at most. */
export const limitCheck = expected(
  `a whole number from 1 to ${MAX_LIMIT}`,
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_LIMIT,
);

const optionsCheck = shape<BackfillOptions>({
  limit: limitCheck,
  order: oneOf(['oldest-first', 'newest-first']),
  canary: whole(0),
  failures: nullable(members({ share, after: whole(0), then: oneOf(['pause', 'stop']) })),
  maxRuns: nullable(whole(1)),
  maxSpansInAll: nullable(whole(1)),
  minSliceMs: milliseconds(1),
  attempts: whole(1),
  tolerance: toleranceCheck,
  wait: waitCheck,
  onAmbiguous: oneOf(AMBIGUITY_POLICIES),
  settleMs: milliseconds(0),
  verifyRequests: whole(0),
});

const planCheck = shape<BackfillPlan>({
  task: members({ id: resourceId, name: anyText }),
  evaluators: anyText,
  range: rangeCheck,
  timeZone: anyText,
  slice: anyText,
  windows: (value, path) => {
    const problem = windowListProblem(value as WindowList, MAX_WINDOWS);
    return problem === null ? null : `${path}: ${problem}`;
  },
  maxSpans: nullable(whole(1)),
  overrideEvaluations: flag,
  options: optionsCheck,
});

const runBackfillCheck = shape<RunBackfillInput>({
  plan: planCheck,
  notify: optional(notifyRulesProblem),
  hasSearchAttributes: optional(flag),
  resume: carried,
});

/** What is wrong with an input of `runBackfill` from any program; null if nothing is. */
export const runBackfillProblem = (input: unknown): string | null => runBackfillCheck(input, 'input');
