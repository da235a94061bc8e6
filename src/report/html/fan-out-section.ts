import { formatCounts } from '../../model/api/task-run.js';
import { itemText, itemsText } from '../../model/pipeline/result-text.js';
import type { ItemResult, StepResult } from '../../model/pipeline/results.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import type { ResultView } from '../result-view.js';
import {
  folded,
  itemUrl,
  legend,
  link,
  section,
  short,
  shown,
  spanOf,
  symbolOf,
  table,
  TONE_OF_STATE,
  toned,
} from './elements.js';

/** The items of each fan-out: all of them as a grid, those that did not end well as a table, and all as another one. */
export function fanOutSections(view: ResultView): Markup[] {
  const total = view.steps.reduce((sum, { items = [] }) => sum + items.length, 0);
  const most = total > MAX_ROWS ? MAX_BAD_ROWS : MAX_ROWS;
  return view.steps.flatMap((step) => {
    const { items = [] } = step;
    return items.length === 0 ? [] : [fanOutSection(view, step, items, most)];
  });
}

/** Rows of tables, which make most of the page: it has to stay below some 2 MB. */
const MAX_ROWS = 1000;
const MAX_BAD_ROWS = 200;

function fanOutSection(
  view: ResultView,
  step: StepResult,
  items: readonly ItemResult[],
  most: number,
): Markup {
  const bad = items.filter(({ state }) => state !== 'succeeded');
  return section(
    `Items of ${step.id}`,
    markup`<p>${itemsText(items)}</p>
`,
    grid(items),
    legend([
      ['good', 'succeeded'],
      ['bad', 'failed'],
      ['warn', 'cancelled'],
      ['skip', 'skipped'],
      ['live', 'goes on'],
    ]),
    bad.length === 0 ? markup`` : itemTable(view, step, bad, MAX_BAD_ROWS),
    folded(`All ${items.length} items as a table`, itemTable(view, step, items, most)),
  );
}

const PER_ROW = 50;
const ROW = 18;

/** Squares in rows: a thousand fit on a phone. */
function grid(items: readonly ItemResult[]): Markup {
  const perRow = Math.min(PER_ROW, Math.max(10, items.length));
  const rows = Math.ceil(items.length / perRow);
  const squares = items.map((item, index) => {
    const x = ((index % perRow) * 100) / perRow;
    const y = Math.floor(index / perRow) * ROW;
    const title = short(`${item.key}: ${itemText(item)}`, 120);
    return markup`<rect class="${TONE_OF_STATE[item.state]}" x="${x}%" y="${y}" width="${Number((85 / perRow).toFixed(2))}%" height="${ROW - 3}"><title>${title}</title></rect>
`;
  });
  return markup`<svg role="img" aria-label="${itemsText(items)}" height="${rows * ROW}">${squares}</svg>
`;
}

function itemTable(view: ResultView, step: StepResult, items: readonly ItemResult[], most: number): Markup {
  const left = items.length - most;
  const note = markup`<p class="dim">… and ${left} more, which the result as JSON has.</p>
`;
  return markup`${itemRows(view, step, items.slice(0, most))}${left > 0 ? note : null}`;
}

const itemRows = (view: ResultView, step: StepResult, items: readonly ItemResult[]): Markup =>
  table(
    [
      { title: '' },
      { title: 'Item', kind: 'name' },
      { title: 'Value', kind: 'name' },
      { title: 'Outcome', kind: 'wide' },
      { title: 'Counts', kind: 'line' },
      { title: 'Attempts', kind: 'n' },
      { title: 'Took', kind: 'n' },
      { title: 'Run', kind: 'id' },
    ],
    items.map((item) => [
      toned(TONE_OF_STATE[item.state], symbolOf(item)),
      short(item.key, 120),
      short(shown(item.value), 120),
      short(itemText(item), items.length > MAX_BAD_ROWS ? 120 : 300),
      formatCounts(item.counts),
      item.attempts,
      spanOf(item.startedAt, item.endedAt),
      item.runId === null ? '–' : link(itemUrl(view, step, item), item.runId),
    ]),
  );
