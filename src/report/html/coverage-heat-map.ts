import { provenShare, SHOWN_STATES } from '../../model/coverage/coverage-view.js';
import type { CoverageGrid, GridCell, GridRow, ShownState } from '../../model/coverage/coverage-view.js';
import { formatShare, formatShares } from '../../model/base/numbers.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { folded, legend, percent, section, table } from './elements.js';

const ROW = 18;
const AXIS = 18;
/** Share of the width for the names of the rows. */
const LABELS = 0.22;
/** Share of a cell that is left free to its right. */
const GAP = 0.12;

const TONES: Readonly<Record<ShownState, string>> = {
  evaluated: 'good',
  empty: 'pale',
  early: 'zone-warn',
  errors: 'warn',
  truncated: 'live',
  failed: 'bad',
  missing: 'hole',
};

/** A cell for each hour or day, filled by the share of each state. */
export function coverageHeatMap(grid: CoverageGrid): Markup {
  const { rowOf, columns, rows } = grid;
  const height = AXIS + rows.length * ROW;
  return section(
    'Heat map',
    markup`<svg role="img" aria-label="${`Coverage: a row for each ${rowOf}`}" height="${height}">${axis(columns)}${rows.map(
      (row, index) => rowMarks(row, AXIS + index * ROW),
    )}</svg>
`,
    legend(usedStates(grid).map((state) => [TONES[state], state])),
    folded('Heat map as a table', gridTable(grid)),
  );
}

/** Seven names at most, and none at the very end: a phone has no room for more. */
function axis(columns: readonly string[]): Markup[] {
  const every = Math.ceil(columns.length / 7);
  return columns.flatMap((title, index) =>
    index % every === 0 && columns.length - index >= every / 2
      ? markup`<text class="dim" x="${percent(placeOf(index, columns.length))}" y="11">${title}</text>`
      : [],
  );
}

const placeOf = (column: number, columns: number): number => LABELS + ((1 - LABELS) * column) / columns;

const rowMarks = ({ label, cells }: GridRow, y: number): Markup =>
  markup`<text class="dim" x="0" y="${y + 12}">${label}</text>${cells.flatMap((cell, index) =>
    cell === null ? [] : cellMarks(cell, placeOf(index, cells.length), (1 - LABELS) / cells.length, y),
  )}
`;

function cellMarks(cell: GridCell, x: number, width: number, y: number): Markup[] {
  const title = `${cell.from}: ${sharesText(cell)}`;
  let before = 0;
  return statesOf(cell).map((state) => {
    const at = x + width * (1 - GAP) * before;
    const share = cell.shares[state];
    before += share;
    return markup`<rect class="${TONES[state]}" x="${percent(at)}" y="${y}" width="${percent(width * (1 - GAP) * share)}" height="${ROW - 3}"><title>${title}</title></rect>`;
  });
}

const statesOf = ({ shares }: GridCell): ShownState[] => SHOWN_STATES.filter((state) => shares[state] > 0);

function sharesText(cell: GridCell): string {
  const states = statesOf(cell);
  const texts = formatShares(states.map((state) => cell.shares[state]));
  return states.map((state, at) => `${state} ${texts[at] ?? ''}`).join(', ');
}

function usedStates({ rows }: CoverageGrid): ShownState[] {
  const used = new Set(
    rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell === null ? [] : statesOf(cell)))),
  );
  return SHOWN_STATES.filter((state) => used.has(state));
}

/** How much of each row is proven, and where something of it is not. */
const gridTable = ({ rowOf, rows }: CoverageGrid): Markup =>
  table(
    [
      { title: rowOf, kind: 'line' },
      { title: 'proven', kind: 'n' },
      { title: 'not proven', kind: 'wide' },
    ],
    rows.map(({ label, cells }) => {
      const given = cells.filter((cell) => cell !== null);
      const proven = given.reduce((sum, cell) => sum + provenShare(cell), 0) / Math.max(1, given.length);
      const rest = given.filter((cell) => provenShare(cell) < 1 - 1e-9);
      return [label, formatShare(proven), rest.map((cell) => `${cell.from}: ${sharesText(cell)}`).join('\n')];
    }),
  );
