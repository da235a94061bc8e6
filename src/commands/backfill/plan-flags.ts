import { parseCalendarLength } from '../../model/time/calendar-length.js';
import { MAX_LIMIT } from '../../model/backfill/backfill.js';
import type { BackfillOptions, BackfillOrder } from '../../model/backfill/backfill.js';
import type { Reprocess } from '../../model/coverage/coverage.js';
import { DEFAULT_BACKFILL_OPTIONS } from '../../model/backfill/default-backfill-options.js';
import { definedOnly } from '../../model/base/objects.js';
import { DEFAULT_MAX_SPANS } from '../../model/run/outcome.js';
import { MAX_WINDOW_MS } from '../../model/time/window.js';
import type { AmbiguityPolicy } from '../../model/api/policies.js';
import type { CalendarLength } from '../../model/time/calendar-length.js';
import { usageError } from '../base/cli-error.js';
import type { SpaceOption } from '../input/space.js';
import { toleranceOf } from '../run/wait-options.js';
import type { WaitFlags } from '../run/wait-options.js';
import type { RangeFlags } from './read-range.js';

/** What a backfill is planned from. Durations are in milliseconds by the time they are read. */
export interface PlanFlags
  extends RangeFlags, SpaceOption, Omit<WaitFlags, 'cancelOnInterrupt' | 'allowEmpty'> {
  task?: string;
  slice?: string;
  maxSpans?: number;
  override?: boolean;
  /** `late`: only windows in which spans came after their run. */
  missing?: boolean | 'late';
  reprocess?: Reprocess | 'late';
  concurrency?: number;
  order?: 'oldest' | 'newest';
  canary?: number;
  pauseAtFailures?: number;
  stopAtFailures?: number;
  maxRuns?: number;
  maxSpansInAll?: number;
  minSlice?: number;
  attempts?: number;
  onAmbiguous?: AmbiguityPolicy;
  settle?: number;
  anyVersion?: boolean;
  /** False: what the service's list has since the last time is not read. */
  sync?: boolean;
  /** False: no spans are counted. */
  measure?: boolean;
  /** Requests that may count them. */
  measureRequests?: number;
  /** False: no windows are compared with their spans at the end. */
  verify?: boolean;
}

/** A share of fewer windows says nothing. */
const FAILURES_AFTER = 10;

const ORDERS: Readonly<Record<'oldest' | 'newest', BackfillOrder>> = {
  oldest: 'oldest-first',
  newest: 'newest-first',
};

/** How the plan is carried out, as the flags say. */
export function backfillOptionsOf(flags: PlanFlags): BackfillOptions {
  const { pollInterval, timeout, onTimeout } = flags;
  return {
    ...DEFAULT_BACKFILL_OPTIONS,
    ...definedOnly({
      limit: flags.concurrency,
      order: flags.order === undefined ? undefined : ORDERS[flags.order],
      canary: flags.canary,
      maxRuns: flags.maxRuns,
      maxSpansInAll: flags.maxSpansInAll,
      minSliceMs: flags.minSlice,
      attempts: flags.attempts,
      onAmbiguous: flags.onAmbiguous,
      settleMs: flags.settle,
    }),
    ...(flags.verify === false ? { verifyRequests: 0 } : {}),
    failures: failuresOf(flags),
    tolerance: toleranceOf(flags),
    // Nobody else waits for these runs: an abandoned one must not keep spending.
    wait: definedOnly({
      pollIntervalMs: pollInterval,
      timeoutMs: timeout,
      onTimeout: timeout === undefined ? undefined : (onTimeout ?? 'cancel'),
    }),
  };
}

function failuresOf({ pauseAtFailures, stopAtFailures }: PlanFlags): BackfillOptions['failures'] {
  const share = pauseAtFailures ?? stopAtFailures;
  if (share === undefined) return null;
  return { share, after: FAILURES_AFTER, then: pauseAtFailures === undefined ? 'stop' : 'pause' };
}

/** @throws CliError `Usage` if the cap of spans is below the maximum of a single run: nothing could ever start */
export function requireRoom({ maxSpans = DEFAULT_MAX_SPANS, maxSpansInAll }: PlanFlags): void {
  if (maxSpansInAll === undefined || maxSpansInAll >= maxSpans) return;
  throw usageError(
    `--max-spans-in-all is ${maxSpansInAll}, but a single run may evaluate up to ${maxSpans} spans, so none could start`,
    'Raise it, or limit each run with --max-spans.',
  );
}

/** Which windows need a run; `--missing` alone says what is meant anyway. */
export const reprocessOf = ({ reprocess, override, missing }: PlanFlags): Reprocess | 'late' =>
  override === true ? 'all' : missing === 'late' ? 'late' : (reprocess ?? 'missing');

/** @throws CliError `Usage` if the slice is missing or invalid */
export function sliceOf({ slice, minSlice = 0, concurrency = 1 }: PlanFlags): CalendarLength {
  const length = slice === undefined ? null : parseCalendarLength(slice);
  if (length === null)
    throw usageError(
      `${slice === undefined ? 'A backfill needs --slice' : `--slice is ${JSON.stringify(slice)}`}, expected the length of a window, such as 15m, 6h, 1d, 1w or 1mo`,
    );
  if (concurrency > MAX_LIMIT)
    throw usageError(`--concurrency is ${concurrency}, expected at most ${MAX_LIMIT} runs at once`);
  if (minSlice > MAX_WINDOW_MS) throw usageError('--min-slice cannot be longer than 30 days');
  return length;
}
