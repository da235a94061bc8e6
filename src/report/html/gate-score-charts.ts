import { formatNumber, formatShares } from '../../model/base/numbers.js';
import type { CheckResult, ScoreSummary } from '../../model/gate/evidence.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { anchorAt, folded, percent, short, table } from './elements.js';

interface Named {
  name: string;
  tone: string;
  scores: ScoreSummary;
}

/** This run's scores beside the baseline's, as far as there are any: how they are spread, and their labels. */
export function scoreCharts({ scores, baseline }: CheckResult): Markup[] {
  const all: Named[] = [
    ...(scores === undefined ? [] : [{ name: 'this run', tone: 'live', scores }]),
    ...(baseline?.scores === undefined ? [] : [{ name: 'baseline', tone: 'skip', scores: baseline.scores }]),
  ];
  return [histograms(all), labelBars(all)];
}

const PLOT = 48;
const ROW = PLOT + 34;
const AXIS = 18;

/** One above the other on one axis: their parts are not equally wide, so they could not share one plot. */
function histograms(all: readonly Named[]): Markup {
  const drawn = all.filter(
    ({ scores: { histogram, min, max } }) => histogram.length > 0 && min !== null && max !== null,
  );
  if (drawn.length === 0) return markup``;
  const least = Math.min(...drawn.map(({ scores }) => scores.min ?? 0));
  const most = Math.max(...drawn.map(({ scores }) => scores.max ?? 0));
  // Scores that are all the same stand in the middle.
  const [lowest, highest] = least === most ? [least - 0.5, most + 0.5] : [least, most];
  const at = (score: number): number => (score - lowest) / (highest - lowest);
  const height = drawn.length * ROW + AXIS;
  return markup`<svg role="img" aria-label="How the scores are spread" height="${height}">${drawn.map(
    (named, index) => histogram(named, index * ROW, at),
  )}<text class="dim" x="0" y="${height - 4}">${formatNumber(lowest)}</text><text class="dim" x="100%" y="${height - 4}" text-anchor="end">${formatNumber(highest)}</text></svg>
${folded('Scores as a table', scoreTable(drawn))}`;
}

function histogram({ name, tone, scores }: Named, y: number, at: (score: number) => number): Markup {
  const most = Math.max(1, ...scores.histogram);
  const bottom = y + 20 + PLOT;
  const bars = partsOf(scores).map(({ from, to, count }) => {
    const height = (count / most) * PLOT;
    const title = `${name}: ${count} scores from ${formatNumber(from)} to ${formatNumber(to)}`;
    const wide = to === from ? 0.02 : Math.max(0.005, at(to) - at(from) - 0.004);
    const x = Math.min(1 - wide, to === from ? at(from) - wide / 2 : at(from));
    return markup`<rect class="${tone}" x="${percent(x)}" y="${(bottom - height).toFixed(1)}" width="${percent(wide)}" height="${height.toFixed(1)}"><title>${title}</title></rect>`;
  });
  return markup`<text x="0" y="${y + 12}">${name} <tspan class="dim">${`${scores.count} scores`}</tspan></text><line class="line" x1="0" x2="100%" y1="${bottom}" y2="${bottom}"/>${bars}${
    scores.mean === null ? null : meanMark(scores.mean, at(scores.mean), y, bottom)
  }
`;
}

// On the left the text would stand on the name of the scores.
const meanMark = (mean: number, share: number, y: number, bottom: number): Markup =>
  markup`<line class="mark" x1="${percent(share)}" x2="${percent(share)}" y1="${y + 16}" y2="${bottom}"><title>${`mean ${formatNumber(mean)}`}</title></line><text x="${share < 0.5 ? '100%' : percent(share)}" y="${y + 12}" text-anchor="${share < 0.5 ? 'end' : anchorAt(share)}">${`mean ${formatNumber(mean)}`}</text>`;

function partsOf({
  histogram: counts,
  min,
  max,
}: ScoreSummary): { from: number; to: number; count: number }[] {
  const [lowest, highest] = [min ?? 0, max ?? 0];
  const wide = (highest - lowest) / counts.length;
  return counts.map((count, index) => ({
    from: lowest + index * wide,
    to: lowest + (index + 1) * wide,
    count,
  }));
}

const scoreTable = (all: readonly Named[]): Markup =>
  table(
    [
      { title: 'Scores of' },
      ...['Runs', 'Scores', 'Mean', 'Median', 'Min', 'Max'].map((title) => ({ title, kind: 'n' as const })),
      { title: 'Ten equal parts from min to max', kind: 'n' },
    ],
    all.map(({ name, scores: { runs, count, mean, median, min, max, histogram: counts } }) => [
      name,
      runs,
      count,
      ...[mean, median, min, max].map(formatNumber),
      counts.join(' '),
    ]),
  );

/** The shares of one run's labels in percent; together they have the sum that they have. */
function sharesByLabel({ scores: { labels } }: Named): Map<string, string> {
  const names = Object.keys(labels);
  const texts = formatShares(names.map((name) => labels[name] ?? 0));
  return new Map(names.map((name, at) => [name, texts[at] ?? '0%']));
}

const LABEL_ROW = 40;

function labelBars(all: readonly Named[]): Markup {
  const labels = [...new Set(all.flatMap(({ scores }) => Object.keys(scores.labels)))].slice(0, 20);
  if (labels.length === 0) return markup``;
  const shareOf = ({ scores }: Named, label: string): number =>
    Object.hasOwn(scores.labels, label) ? (scores.labels[label] ?? 0) : 0;
  const texts = new Map(all.map((named) => [named, sharesByLabel(named)]));
  const textOf = (named: Named, label: string): string => texts.get(named)?.get(label) ?? '0%';
  const row = (label: string, y: number): Markup[] => [
    markup`<text x="0" y="${y + 13}">${short(label, 60)} <tspan class="dim">${all.map((named) => textOf(named, label)).join(' / ')}</tspan></text>`,
    ...all.map(
      (named, index) =>
        markup`<rect class="${named.tone}" x="0" y="${y + 18 + index * 8}" width="${percent(shareOf(named, label))}" height="6"><title>${`${named.name}: ${label} ${textOf(named, label)}`}</title></rect>`,
    ),
  ];
  return markup`<svg role="img" aria-label="Share of each label" height="${labels.length * LABEL_ROW}">${labels.flatMap((label, index) => row(label, index * LABEL_ROW))}</svg>
${folded(
  'Labels as a table',
  table(
    [{ title: 'Label' }, ...all.map(({ name }) => ({ title: name, kind: 'n' as const }))],
    labels.map((label) => [label, ...all.map((named) => textOf(named, label))]),
  ),
)}`;
}
