import type { CoverageGrid, CoverageView, ShownStretch } from '../../model/coverage/coverage-view.js';
import { MEANING_OF_STATE, SHOWN_STATES } from '../../model/coverage/coverage-view.js';
import { formatDuration } from '../../model/time/duration.js';
import { formatShares } from '../../model/base/numbers.js';
import { formatCounts } from '../../model/api/task-run.js';
import { coverageHeatMap } from './coverage-heat-map.js';
import { facts, section, table } from './elements.js';
import { page } from './page.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';

/** The coverage of a task as one HTML file that needs no network. `text` formats a time in `timeZone`. */
export function toCoverageHtml(
  view: CoverageView,
  grid: CoverageGrid,
  timeZone: string,
  text: (ms: number) => string,
): string {
  const title = `Coverage of ${view.task.name}`;
  const head = markup`<h1>${title}</h1>
${facts([
  ['Task', view.task.id],
  ['From', text(view.range.startMs)],
  ['To', text(view.range.endMs)],
  ['Evaluators', view.evaluators ?? 'any'],
])}`;
  const parts = [head, shareTable(view), coverageHeatMap(grid), stretchSection(view, text)];
  return page(title, markup`${parts}`, `Made by ax-tasks. Times are in ${timeZone}.`);
}

function shareTable({ shares }: CoverageView): Markup {
  const states = SHOWN_STATES.filter((state) => shares[state] > 0);
  const texts = formatShares(states.map((state) => shares[state]));
  return table(
    [{ title: 'State' }, { title: 'Share', kind: 'n' }, { title: 'Meaning', kind: 'wide' }],
    states.map((state, at) => [state, texts[at] ?? '', MEANING_OF_STATE[state]]),
  );
}

const stretchSection = ({ stretches }: CoverageView, text: (ms: number) => string): Markup =>
  section(
    'Stretches',
    table(
      [
        { title: 'State' },
        { title: 'From', kind: 'line' },
        { title: 'To', kind: 'line' },
        { title: 'Length', kind: 'n' },
        { title: 'Runs', kind: 'n' },
        { title: 'Counts' },
      ],
      stretches.map((stretch) => rowOf(stretch, text)),
    ),
  );

const rowOf = ({ state, startMs, endMs, runs, counts }: ShownStretch, text: (ms: number) => string) => [
  state,
  text(startMs),
  text(endMs),
  formatDuration(endMs - startMs),
  runs,
  state === 'missing' ? null : formatCounts(counts),
];
