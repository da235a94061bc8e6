import { cutRange } from '../../calendar/cut-range.js';
import { zonedText } from '../../calendar/time-zone.js';
import type { Task } from '../../model/api/task.js';
import type { KeptQuality } from '../../model/quality/kept/kept-quality.js';
import { trendsOf, unknownSlices } from '../../model/quality/kept/quality-trend.js';
import { unknownEvaluationText } from '../../model/quality/kept/quality-view.js';
import type { QualityView } from '../../model/quality/kept/quality-view.js';
import {
  formatCalendarLength,
  parseCalendarLength,
  shortestLengthMs,
} from '../../model/time/calendar-length.js';
import type { CalendarLength } from '../../model/time/calendar-length.js';
import type { Interval } from '../../model/time/interval.js';
import { toQualityHtml } from '../../report/html/to-quality-html.js';
import { qualityLines } from '../../terminal/views/quality-view.js';
import { usageError } from '../base/cli-error.js';
import type { CliContext } from '../base/context.js';
import { writeWhole } from '../base/output-file.js';
import { Output } from '../base/output.js';
import { requireProjectTask } from '../coverage/require-project-task.js';
import { readEnds, shownMoment } from '../input/read-ends.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import type { CallOptions } from '../session/call-once.js';
import { runOperation } from '../session/run-operation.js';
import { withSession } from '../session/session.js';
import { isByAttribute, knownQuality } from './known-quality.js';
import { qualityDocument } from './quality-document.js';
import { trendLimits } from './trend-limits.js';

export interface QualityOptions extends CallOptions, SpaceOption {
  /** ISO 8601, UTC. */
  start?: string;
  end?: string;
  window?: string;
  timeZone?: string;
  slice?: string;
  by?: string;
  evaluation?: string;
  /** Reads the spans of slices of which nothing is known. */
  read?: boolean;
  maxRequests?: number;
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
/** Of the range: each month is asked once. */
const MAX_RANGE_MS = 3 * 366 * DAY_MS;
const MAX_SLICES = 5000;

export interface QualityRequest {
  range: Interval;
  slices: Interval[];
  slice: CalendarLength;
  timeZone: string;
}

/** Shows what the evaluations of a task said over time (design/quality.md). */
export async function showQuality(
  context: CliContext,
  options: QualityOptions,
  name: string,
): Promise<number> {
  const output = new Output(context, options);
  const request = requestOf(options, context);
  const { task, kept } = await gather(context, options, request, name, output);
  const unknown = options.evaluation === undefined ? null : unknownEvaluationText(kept, options.evaluation);
  if (unknown !== null) output.warn(unknown);
  const view = viewOf(task, kept, request, options);
  const text = (ms: number): string => zonedText(ms, view.timeZone);
  output.result('quality', qualityDocument(view), (style) => qualityLines(view, text, style));
  const { html } = output.reports;
  if (html !== null) {
    writeWhole(html, toQualityHtml(view, text));
    output.note(`Wrote the page to ${html}.`);
  }
  return 0;
}

/** Refuses what cannot be done before anything is sent. */
function requestOf(options: QualityOptions, { nowMs }: CliContext): QualityRequest {
  const given = readEnds(options, nowMs());
  const endMs = given.endMs ?? nowMs();
  const startMs = given.startMs ?? endMs - DEFAULT_DAYS * DAY_MS;
  if (startMs >= endMs)
    throw usageError(
      `--start ${shownMoment(options.start, startMs)} must be before --end ${shownMoment(options.end, endMs)}`,
    );
  if (options.maxRequests !== undefined && options.read !== true && !isByAttribute(options.by ?? 'evaluator'))
    throw usageError(
      '--max-requests limits what is read, and nothing would be read',
      'Pass it with --read, or with --by and an attribute.',
    );
  if (endMs - startMs > MAX_RANGE_MS)
    throw usageError('The range from --start to --end is longer than three years');
  const slice = sliceOf(options.slice) ?? defaultSlice(endMs - startMs);
  const { timeZone } = given;
  return {
    range: { startMs, endMs },
    slices: slicesOf({ startMs, endMs }, slice, timeZone),
    slice,
    timeZone,
  };
}

function sliceOf(text: string | undefined): CalendarLength | null {
  if (text === undefined) return null;
  const length = parseCalendarLength(text);
  if (length !== null) return length;
  throw usageError(
    `--slice is ${JSON.stringify(text)}, expected the length of a point, such as 15m, 1h, 1d, 1w or 1mo`,
  );
}

const defaultSlice = (lengthMs: number): CalendarLength => ({
  count: 1,
  unit: lengthMs > 2 * DAY_MS ? 'day' : 'hour',
});

function slicesOf(range: Interval, slice: CalendarLength, timeZone: string): Interval[] {
  const about = (range.endMs - range.startMs) / shortestLengthMs(slice);
  if (about > MAX_SLICES)
    throw usageError(
      `--slice ${formatCalendarLength(slice)} cuts the range into about ${Math.ceil(about)} slices; the limit is ${MAX_SLICES}`,
      'Pass a longer --slice or a shorter range.',
    );
  return cutRange(range, slice, timeZone);
}

function gather(
  context: CliContext,
  options: QualityOptions,
  request: QualityRequest,
  name: string,
  output: Output,
): Promise<{ task: Task; kept: KeptQuality[] }> {
  const space = spaceOf(options, context);
  requireSpace('The task', name, space);
  return withSession(context, options, async (session) => {
    const notify = (line: string): void => output.warn(line);
    const task = await runOperation(session, 'getTask', { task: name, ...space }, notify);
    requireProjectTask(
      task,
      'its spans have no evaluations',
      'Only tasks that evaluate a project have spans.',
    );
    return {
      task,
      kept: await knownQuality(session, task.id, request, options, (line) => output.note(line)),
    };
  });
}

function viewOf(
  { id, name }: Task,
  kept: readonly KeptQuality[],
  { range, slices, slice, timeZone }: QualityRequest,
  { by = 'evaluator', evaluation }: QualityOptions,
): QualityView {
  const measured = by === 'label' ? by : 'evaluator';
  // What was read by an attribute has names of its own, and only those that were asked for.
  const shown = isByAttribute(by) ? null : (evaluation ?? null);
  return {
    ...{ task: { id, name }, range, timeZone, slice: formatCalendarLength(slice), by },
    evaluation: evaluation ?? null,
    names: [...new Set(kept.flatMap(({ evaluations }) => Object.keys(evaluations)))].sort(),
    trends: trendsOf(kept, slices, { by: measured, evaluation: shown, limitsOf: trendLimits }),
    slices: slices.length,
    unknown: unknownSlices(kept, slices).length,
  };
}
