import { formatDuration } from '../../model/time/duration.js';
import { stepText } from '../../model/pipeline/result-text.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import type { ResultView } from '../result-view.js';
import { symbolOf, TONE_OF_STATE, legend, percent, section, spanOf, folded, table } from './elements.js';

interface TimelineSpan {
  startMs: number;
  endMs: number;
}

const ROW = 36;
const AXIS = 22;

/** When each step ran, and when it waited. Empty if no step has times in this run. */
export function timeline(view: ResultView): Markup {
  const steps = view.steps.filter((step) => step.isKept !== true && ownSpan(step) !== null);
  if (steps.length === 0) return markup``;
  const whole = spanOfAll(steps);
  const height = AXIS + steps.length * ROW;
  return section(
    'Timeline',
    markup`<svg role="img" aria-label="When each step ran" height="${height}">${axis(whole, height)}${steps.map(
      (step, index) => row(step, AXIS + index * ROW, whole),
    )}</svg>
`,
    legend([
      ['pale', 'waiting: trigger, retries, approvals'],
      ['good', 'running, succeeded'],
      ['bad', 'running, failed'],
    ]),
    folded('Timeline as a table', timeTable(steps)),
  );
}

function row(step: StepResult, y: number, whole: TimelineSpan): Markup {
  const span = ownSpan(step) ?? whole;
  const text = `${symbolOf(step)} ${step.id}`;
  const took = formatDuration(span.endMs - span.startMs);
  const title = `${step.id}: ${stepText(step)}; ${took}`;
  const work = workSpan(step);
  const bar = (of: TimelineSpan, tone: string): Markup =>
    markup`<rect class="${tone}" x="${place(of.startMs, whole)}" y="${y + 18}" width="${width(of, whole)}" height="10" rx="2"><title>${title}</title></rect>`;
  return markup`<text x="0" y="${y + 13}">${text}  <tspan class="dim">${took}</tspan></text>${bar(span, 'pale')}${
    work === null ? null : bar(work, TONE_OF_STATE[step.state])
  }
`;
}

const place = (ms: number, { startMs, endMs }: TimelineSpan): string =>
  percent(Math.min(1 - NARROWEST, (ms - startMs) / Math.max(1, endMs - startMs)));

// A narrower bar could not be seen.
const NARROWEST = 0.004;

const width = (of: TimelineSpan, whole: TimelineSpan): string =>
  percent(Math.max(NARROWEST, (of.endMs - of.startMs) / Math.max(1, whole.endMs - whole.startMs)));

function ownSpan(step: StepResult): TimelineSpan | null {
  const { startedAt, endedAt } = step;
  return spanBetween(startedAt, endedAt ?? startedAt);
}

/** When its run, or the first to the last of its items, was at work. */
function workSpan({ items, result }: StepResult): TimelineSpan | null {
  if (items === undefined)
    return spanBetween(result?.run?.startedAt ?? null, result?.run?.finishedAt ?? null);
  const spans = items.flatMap((item) => spanBetween(item.startedAt, item.endedAt) ?? []);
  return spans.length === 0 ? null : union(spans);
}

function spanBetween(start: string | null, end: string | null): TimelineSpan | null {
  const [startMs, endMs] = [Date.parse(start ?? ''), Date.parse(end ?? '')];
  return Number.isNaN(startMs) || Number.isNaN(endMs) ? null : { startMs, endMs: Math.max(startMs, endMs) };
}

const spanOfAll = (steps: readonly StepResult[]): TimelineSpan =>
  union(steps.flatMap((step) => [ownSpan(step), workSpan(step)]).filter((span) => span !== null));

const union = (spans: readonly TimelineSpan[]): TimelineSpan =>
  spans.reduce((sum, { startMs, endMs }) => ({
    startMs: Math.min(sum.startMs, startMs),
    endMs: Math.max(sum.endMs, endMs),
  }));

const TICKS_S = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

/** Four ticks at most: a phone has no room for more. */
function axis(whole: TimelineSpan, height: number): Markup[] {
  const seconds = (whole.endMs - whole.startMs) / 1000;
  const stepS = TICKS_S.find((tick) => seconds / tick <= 4) ?? Math.ceil(seconds / 4 / 86_400) * 86_400;
  const ticks = Array.from({ length: Math.floor(seconds / stepS) }, (_, index) => (index + 1) * stepS);
  return ticks.map((tick) => {
    const x = percent(tick / seconds);
    const anchor = tick / seconds > 0.9 ? 'end' : 'middle';
    return markup`<line class="line" x1="${x}" x2="${x}" y1="16" y2="${height}"/><text class="dim" x="${x}" y="11" text-anchor="${anchor}">${formatDuration(tick * 1000)}</text>`;
  });
}

const timeTable = (steps: readonly StepResult[]): Markup =>
  table(
    [
      { title: 'Step' },
      { title: 'Started' },
      { title: 'Ended' },
      { title: 'Took', kind: 'n' },
      { title: 'Run took', kind: 'n' },
    ],
    steps.map((step) => {
      const { startedAt, endedAt } = step;
      const run = step.result?.run;
      return [
        step.id,
        startedAt,
        endedAt,
        spanOf(startedAt, endedAt),
        spanOf(run?.startedAt ?? null, run?.finishedAt ?? null),
      ];
    }),
  );
