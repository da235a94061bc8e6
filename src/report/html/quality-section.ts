import { formatNumber, formatShare, formatShares } from '../../model/base/numbers.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { labelledIn, labelsByCount } from '../../model/quality/kept/merged-summary.js';
import type { MergedSummary } from '../../model/quality/kept/merged-summary.js';
import type { RunEvaluation, RunQuality } from '../../model/quality/kept/run-quality.js';
import { measureValue } from '../../model/quality/kept/quality-view.js';
import type { WindowTrend } from '../../model/quality/kept/window-trend.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { trendSentence } from '../trend-text.js';
import { spanUrl } from '../span-url.js';
import { trendChart } from './trend-chart.js';
import { folded, legend, link, percent, section, short, table } from './elements.js';

/** What the evaluations of each step that evaluated a project said. Empty if none did. */
export function qualitySection(steps: readonly StepResult[]): Markup {
  const cards = steps.flatMap(({ id, quality }) =>
    quality === undefined ? [] : quality.evaluations.map((evaluation) => card(id, quality, evaluation)),
  );
  return cards.length === 0 ? markup`` : section('Quality', ...cards);
}

function card(stepId: string, quality: RunQuality, evaluation: RunEvaluation): Markup {
  const { name, summary, worst } = evaluation;
  return markup`<div class="card"><h3>${`${stepId}: ${short(name, 100)}`}</h3>
<p>${evaluatedText(quality, evaluation)}</p>${spread(summary)}${labelBar(summary)}${trendOf(evaluation)}${worstTable(quality, worst)}</div>
`;
}

const EVIDENCE: Readonly<Record<RunEvaluation['attributedBy'], string>> = {
  run: 'they name this run',
  task: 'they name the task, and no run',
  window: 'they name no run, and count by their name and window',
};

function evaluatedText({ spans, isSample }: RunQuality, { summary, attributedBy }: RunEvaluation): string {
  const { evaluated, count, mean, sd, unreadable } = summary;
  const read = isSample ? `${spans} spans of a sample` : `${spans} spans`;
  if (evaluated === 0) return `None of ${read} bears it.`;
  const spreadText = sd === null ? '' : `, standard deviation ${formatNumber(sd)}`;
  const scores = mean === null ? '' : `; mean ${formatNumber(mean)} of ${count} scores${spreadText}`;
  const broken = unreadable === 0 ? '' : `; ${unreadable} cannot be read`;
  return `${evaluated} of ${read} bear it (${formatShare(evaluated / Math.max(spans, evaluated))}; ${EVIDENCE[attributedBy]})${scores}${broken}.`;
}

const PLOT = 48;

/** How the scores are spread from the lowest to the highest. */
function spread({ histogram, min, max, mean }: MergedSummary): Markup {
  if (histogram.length === 0 || min === null || max === null || mean === null) return markup``;
  const most = Math.max(1, ...histogram);
  const wide = 1 / histogram.length;
  const bars = histogram.map((count, at) => {
    const high = (count / most) * PLOT;
    const from = min + ((max - min) * at) / histogram.length;
    const to = min + ((max - min) * (at + 1)) / histogram.length;
    const title = `${count} scores from ${formatNumber(from)} to ${formatNumber(to)}`;
    return markup`<rect class="live" x="${percent(at * wide)}" y="${(PLOT - high).toFixed(1)}" width="${percent(wide * 0.96)}" height="${high.toFixed(1)}"><title>${title}</title></rect>`;
  });
  return markup`<svg role="img" aria-label="How the scores are spread" height="${PLOT + 20}">${bars}<line class="line" x1="0" x2="100%" y1="${PLOT}" y2="${PLOT}"/><text class="dim" x="0" y="${PLOT + 15}">${formatNumber(min)}</text><text class="dim" x="100%" y="${PLOT + 15}" text-anchor="end">${formatNumber(max)}</text></svg>
`;
}

const COLOURS = ['s1', 's2', 's3', 's4', 's5', 's6'] as const;
const BAR = 14;
/** A name in a legend does not wrap: a phone has room for so many characters. */
const MAX_NAME = 30;

/** The share of each label, side by side, with the counts as a table. */
function labelBar(summary: MergedSummary): Markup {
  const labels = labelsByCount(summary);
  if (labels.length === 0) return markup``;
  const labelled = labelledIn(summary);
  const counts = labels.map((label) => summary.labels[label] ?? 0);
  const texts = formatShares(counts.map((count) => count / labelled));
  let before = 0;
  const bars = labels.map((label, at) => {
    const x = before / labelled;
    before += counts[at] ?? 0;
    return markup`<rect class="${COLOURS[at] ?? 'pale'}" x="${percent(x)}" y="0" width="${percent((counts[at] ?? 0) / labelled)}" height="${BAR}"><title>${`${short(label, 60)} ${texts[at] ?? ''}`}</title></rect>`;
  });
  const named = labels.slice(0, COLOURS.length);
  return markup`<svg role="img" aria-label="Share of each label" height="${BAR}">${bars}</svg>
${legend(named.map((label, at) => [COLOURS[at] ?? 'pale', `${short(label, MAX_NAME)} ${texts[at] ?? ''}`]))}${folded(
    'Labels as a table',
    table(
      [
        { title: 'Label', kind: 'name' },
        { title: 'Spans', kind: 'n' },
        { title: 'Share', kind: 'n' },
      ],
      labels.map((label, at) => [short(label, 100), counts[at] ?? 0, texts[at] ?? '']),
    ),
  )}`;
}

/** The last windows of the task, with a chart if there are several. */
function trendOf({ name, trend }: RunEvaluation): Markup {
  if (trend === undefined) return markup``;
  const { points, measure } = trend;
  const sentence = markup`<p class="dim">${trendSentence(trend)}</p>
`;
  if (points.length < 2) return sentence;
  const placed = points.map((point) => ({ ...point, startMs: Date.parse(point.window.dataStartTime) }));
  return markup`${sentence}${trendChart({ ...trend, evaluation: short(name, 100), points: placed }, utcText)}${folded(
    'Trend as a table',
    table(
      [
        { title: 'From', kind: 'line' },
        { title: 'To', kind: 'line' },
        { title: measureTitle(measure), kind: 'n' },
        { title: 'Of', kind: 'n' },
      ],
      points.map(({ window, value, samples }) => [
        window.dataStartTime,
        window.dataEndTime,
        measureValue(measure, value),
        samples,
      ]),
    ),
  )}`;
}

const utcText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const measureTitle = ({ kind }: WindowTrend['measure']): string => (kind === 'mean' ? 'Mean' : 'Share');

const worstTable = ({ projectUrl }: RunQuality, worst: RunEvaluation['worst']): Markup =>
  worst.length === 0
    ? markup``
    : folded(
        'Lowest scores',
        table(
          [
            { title: 'Score', kind: 'n' },
            { title: 'Label', kind: 'name' },
            { title: 'Started', kind: 'line' },
            { title: 'Span', kind: 'id' },
            { title: 'Trace', kind: 'id' },
          ],
          worst.map((span) => [
            formatNumber(span.score),
            span.label,
            span.startedAt,
            link(spanUrl(projectUrl, span), span.spanId),
            span.traceId,
          ]),
        ),
      );
