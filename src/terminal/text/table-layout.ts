import type { Tone } from '../style.js';
import { cleanText, textWidth } from './text.js';

export interface Column<Row> {
  title: string;
  value: (row: Row) => string;
  align?: 'left' | 'right';
  tone?: (row: Row) => Tone;
  /** A text, which wraps between words. A cell of any other column stays whole on one line: it may be an ID. */
  wraps?: boolean;
  /** Of a long text that wraps: the columns below which it stands better below its row. */
  fewest?: number;
  /** A text that is cut, on a screen that is drawn anew and must keep its number of lines. */
  cuts?: boolean;
  /** Left out if the screen is too narrow, the highest number first. Absent: never left out. */
  drop?: number;
  /** Its values need no title beside them. */
  isPlain?: boolean;
}

export const GAP = '  ';
/** A text in fewer columns than this stands better below its row. */
const MIN_TEXT = 30;
const MIN_CUT = 8;

/** A column with its cells, clean and in the order of the rows. */
export interface Filled<Row> {
  column: Column<Row>;
  cells: readonly string[];
  natural: number;
  least: number;
}

/** The columns side by side with their widths, and those whose values stand below each row. */
export interface Layout<Row> {
  beside: readonly { filled: Filled<Row>; width: number }[];
  below: readonly Filled<Row>[];
}

export function filledOf<Row>(column: Column<Row>, rows: readonly Row[]): Filled<Row> {
  const cells = rows.map((row) => cleanText(column.value(row)));
  const natural = Math.max(...[column.title, ...cells].map(textWidth));
  return { column, cells, natural, least: leastOf(column, natural) };
}

function leastOf<Row>({ title, wraps, cuts, fewest = MIN_TEXT }: Column<Row>, natural: number): number {
  if (cuts === true) return Math.min(natural, Math.max(MIN_CUT, textWidth(title)));
  return wraps === true ? Math.min(natural, Math.max(fewest, textWidth(title))) : natural;
}

/** Where each column stands on a screen of this width. */
export function layoutOf<Row>(all: readonly Filled<Row>[], available: number): Layout<Row> {
  const below = new Set<Filled<Row>>();
  for (;;) {
    const kept = dropped(
      all.filter((filled) => !below.has(filled)),
      available,
    );
    const widest = widestOf(kept);
    if (leastWidth(kept) <= available || widest === null)
      return { beside: widened(kept, available), below: all.filter((filled) => below.has(filled)) };
    below.add(widest);
  }
}

const leastWidth = <Row>(columns: readonly Filled<Row>[]): number =>
  columns.reduce((sum, { least }) => sum + least, GAP.length * (columns.length - 1));

/** Without as many columns as have to be left out; with all of them if that is not enough. */
function dropped<Row>(columns: readonly Filled<Row>[], available: number): readonly Filled<Row>[] {
  const order = columns.filter(isLeftOut).sort((a, b) => dropOf(b) - dropOf(a));
  for (let count = 0; count <= order.length; count++) {
    const left = new Set(order.slice(0, count));
    const kept = columns.filter((each) => !left.has(each));
    if (leastWidth(kept) <= available) return kept;
  }
  return columns.filter((each) => !isLeftOut(each));
}

/** A column without values is the first that is left out. */
const dropOf = <Row>({ column, cells }: Filled<Row>): number =>
  cells.every((cell) => cell === '') ? Number.POSITIVE_INFINITY : (column.drop ?? 0);

const isLeftOut = <Row>(filled: Filled<Row>): boolean => dropOf(filled) > 0;

/** The widest column, the last of several, but not the first that has a title: it says what the row is about. */
function widestOf<Row>(columns: readonly Filled<Row>[]): Filled<Row> | null {
  const head = columns.find(({ column }) => column.title !== '');
  const others = columns.filter((each) => each !== head && !isSymbol(each));
  return others.reduce<Filled<Row> | null>(
    (widest, each) => (widest === null || each.least >= widest.least ? each : widest),
    null,
  );
}

export const isSymbol = <Row>({ natural }: Filled<Row>): boolean => natural <= 2;

/** What is left of the screen goes to the texts, from the left to the right. */
function widened<Row>(columns: readonly Filled<Row>[], available: number): Layout<Row>['beside'] {
  let spare = Math.max(0, available - leastWidth(columns));
  return columns.map((filled) => {
    const more = Math.min(spare, filled.natural - filled.least);
    spare -= more;
    return { filled, width: filled.least + more };
  });
}
