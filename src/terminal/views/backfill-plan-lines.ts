import type { BackfillOptions, BackfillPlan } from '../../model/backfill/backfill.js';
import type { PictureMark, PictureRow } from '../../model/backfill/backfill-picture.js';
import type { BackfillPreview, StateTime, WindowFacts } from '../../model/backfill/backfill-preview.js';
import { isEstimated } from '../../model/backfill/measured-plan.js';
import type { Measured } from '../../model/backfill/measured-plan.js';
import type { Total } from '../../model/quality/window-census.js';
import { DEFAULT_MAX_SPANS } from '../../model/run/outcome.js';
import { exactDuration, formatDuration } from '../../model/time/duration.js';
import { formatShare } from '../../model/base/numbers.js';
import type { Window } from '../../model/time/window.js';
import type { Style, Tone } from '../style.js';
import { cleanText, padText, textWidth } from '../text/text.js';
import { formatFacts } from '../text/facts.js';
import type { Fact } from '../text/facts.js';

/** What a backfill would do, what it is likely to cost, and a picture of its range. */
export const backfillPlanLines = (
  preview: BackfillPreview,
  picture: readonly PictureRow[],
  style: Style,
): string[] => [
  ...formatFacts([...rangeFacts(preview), ...coverageFacts(preview), ...workFacts(preview)], style),
  '',
  ...pictureLines(picture, preview.coverage !== null, style),
  ...(preview.windows.count === 0 ? [] : ['', ...windowLines(preview.windows, style)]),
];

function rangeFacts({ plan, zoned }: BackfillPreview): Fact[] {
  const { task, range, timeZone, slice } = plan;
  return [
    ['Task', `${task.name} (${task.id})`, 'strong'],
    ['Range', `${plain(range.dataStartTime)} to ${plain(range.dataEndTime)}, end exclusive`],
    [`In ${timeZone}`, timeZone === 'UTC' ? null : `${zoned.start} to ${zoned.end}`],
    ['Slices', `${slice} in the time zone ${timeZone}`],
  ];
}

const plain = (time: string): string => time.replace('.000Z', 'Z');

function coverageFacts({ plan, coverage }: BackfillPreview): Fact[] {
  if (plan.overrideEvaluations)
    return [['Overrides', 'all of the range, including what is already evaluated', 'warn']];
  if (coverage === null) return [];
  return [
    ['Left out', stateText(coverage, ({ ms, plannedMs }) => ms - plannedMs) ?? 'nothing'],
    ['To do', stateText(coverage, ({ plannedMs }) => plannedMs) ?? 'nothing'],
  ];
}

/** `12d 4h: 11d 0h evaluated, 1d 4h empty`, or null if it is empty. */
function stateText(coverage: readonly StateTime[], msOf: (time: StateTime) => number): string | null {
  const times = coverage.filter((time) => msOf(time) > 0);
  if (times.length === 0) return null;
  const all = times.reduce((sum, time) => sum + msOf(time), 0);
  const told = times.map((time) => `${formatDuration(msOf(time))} ${wordOf(time)}`);
  return times.length === 1 ? (told[0] ?? null) : `${formatDuration(all)}: ${told.join(', ')}`;
}

const wordOf = ({ state }: StateTime): string => {
  switch (state) {
    case 'none':
      return 'without a run';
    case 'early':
      return 'evaluated too early';
    case 'errors':
      return 'with too many errors';
    default:
      return state;
  }
};

function workFacts({ plan, windows, estimate, measured }: BackfillPreview): Fact[] {
  if (windows.count === 0) return [['Windows', 'none: all of the range is evaluated', 'good']];
  return [
    ['Windows', windowsText(windows), 'strong'],
    [
      'Requests',
      `about ${count(estimate.requests)}${estimate.runs === windows.count ? '' : `, for about ${count(estimate.runs)} runs`}`,
    ],
    ['Spans', spansText(estimate.spans, measured)],
    ['Counted', measured === null ? null : countedText(measured)],
    ['Split', measured === null ? null : splitText(measured, plan), 'warn'],
    ['Evaluations', estimate.evaluations === null ? null : `about ${count(estimate.evaluations)}`],
    ['Takes', durationText(plan.options.limit, estimate.durationMs)],
    ['Truncation', truncationText(estimate.truncation), 'warn'],
    ...optionFacts(plan.options, plan),
  ];
}

function spansText(spans: number | null, measured: Measured | null): string {
  if (spans === null) return UNKNOWN;
  if (measured === null) return `about ${count(spans)}, estimated from earlier runs`;
  return isEstimated(measured) ? `about ${count(spans)} to evaluate` : `${count(spans)} to evaluate`;
}

/** `15,746 spans in all 90 windows, 1,200 of them evaluated already; 32 requests`. */
function countedText(measured: Measured): string {
  const { windows, counted, spans, evaluated, requests } = measured;
  const which = isEstimated(measured)
    ? `in ${count(windows)} windows, from a sample of ${count(counted)}`
    : `in all ${count(windows)} windows`;
  return `${totalText(spans)} spans ${which}; ${totalText(evaluated)} of them evaluated already; ${count(requests)} requests`;
}

const totalText = ({ value, error }: Total): string =>
  error === 0
    ? count(value)
    : error === null
      ? `about ${count(value)}`
      : `about ${count(value)} ± ${count(error)}`;

function splitText({ split }: Measured, { maxSpans }: BackfillPlan): string | null {
  if (split === 0) return null;
  const who = split === 1 ? '1 window has' : `${count(split)} windows have`;
  return `${who} more than ${count(maxSpans ?? DEFAULT_MAX_SPANS)} spans to evaluate, and ${split === 1 ? 'is' : 'are'} split before ${split === 1 ? 'it runs' : 'they run'}`;
}

const UNKNOWN = 'no estimate: no earlier runs';

const count = (n: number): string => Math.round(n).toLocaleString('en-US');

function windowsText({ count: all, shortestMs, longestMs }: WindowFacts): string {
  if (shortestMs === longestMs) return `${count(all)} of ${formatDuration(longestMs)}`;
  // A clock may jump by less than an hour, which days do not show.
  const format = formatDuration(shortestMs) === formatDuration(longestMs) ? exactDuration : formatDuration;
  return `${count(all)}, from ${format(shortestMs)} to ${format(longestMs)} long`;
}

const durationText = (limit: number, ms: number | null): string =>
  ms === null
    ? `unknown; ${limit} at once`
    : `about ${formatDuration(ms)} with ${limit} at once, estimated from earlier runs`;

function truncationText(truncation: BackfillPreview['estimate']['truncation']): string | null {
  if (truncation === null) return null;
  const { windows, maxSpans, slice } = truncation;
  const hint = slice === null ? 'raise --max-spans' : `--slice ${slice} fits, or raise --max-spans`;
  const who = windows === 1 ? '1 window probably holds' : `${count(windows)} windows probably hold`;
  return `${who} more than ${count(maxSpans)} spans, to be split: ${hint}`;
}

function optionFacts(options: BackfillOptions, { maxSpans }: BackfillPlan): Fact[] {
  const { canary, failures, maxRuns, maxSpansInAll, order } = options;
  const facts: string[] = [
    order === 'oldest-first' ? 'oldest first' : 'newest first',
    ...(canary === 0 ? [] : [`canary of ${canary}`]),
    ...(maxSpans === null ? [] : [`at most ${count(maxSpans)} spans a run`]),
    ...(maxRuns === null ? [] : [`pauses at ${count(maxRuns)} runs`]),
    ...(maxSpansInAll === null ? [] : [`pauses at ${count(maxSpansInAll)} spans`]),
    ...(failures === null
      ? []
      : [`${failures.then}s when ${formatShare(failures.share)} of windows have failed`]),
  ];
  return [['How', facts.join('; ')]];
}

type Glyph = readonly [unicode: string, ascii: string, tone: Tone, word: string];

const GLYPHS: Readonly<Record<PictureMark, Glyph>> = {
  proven: ['█', '#', 'good', 'evaluated'],
  partly: ['▒', '%', 'live', 'partly planned'],
  todo: ['░', 'o', 'live', 'to do'],
  'left-out': ['·', '.', 'dim', 'left out'],
};

const glyphOf = (mark: PictureMark, { unicode, paint }: Style): string => {
  const [symbol, ascii, tone] = GLYPHS[mark];
  return paint(tone, unicode ? symbol : ascii);
};

function pictureLines(picture: readonly PictureRow[], isCoverageKnown: boolean, style: Style): string[] {
  const width = Math.max(...picture.map(({ label }) => textWidth(label)));
  const used = new Set(picture.flatMap(({ marks }) => marks));
  const legend = (Object.keys(GLYPHS) as PictureMark[])
    .filter((mark) => used.has(mark))
    .map(
      (mark) =>
        `${glyphOf(mark, style)} ${mark === 'left-out' && !isCoverageKnown ? 'not in the plan' : GLYPHS[mark][3]}`,
    );
  return [
    ...picture.map(
      ({ label, indent, marks }) =>
        `${style.paint('dim', padText(label, width))}  ${' '.repeat(indent)}${marks.map((mark) => glyphOf(mark, style)).join('')}`,
    ),
    `${' '.repeat(width)}  ${legend.join('   ')}`,
  ];
}

function windowLines({ count: all, first, last }: WindowFacts, style: Style): string[] {
  const hidden = all - first.length - last.length;
  return [
    style.paint('dim', 'Windows, oldest first:'),
    ...first.map(windowLine),
    ...(hidden > 0 ? [`  ${style.unicode ? '…' : '...'} ${count(hidden)} more`] : []),
    ...last.map(windowLine),
  ];
}

const windowLine = ({ dataStartTime, dataEndTime }: Window): string =>
  cleanText(`  ${plain(dataStartTime)} to ${plain(dataEndTime)}`);
