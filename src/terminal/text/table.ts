import type { Style, Tone } from '../style.js';
import { cleanText, fitText, padText, textWidth, wrapText, wrapWords } from './text.js';

export interface Column<Row> {
  title: string;
  value: (row: Row) => string;
  align?: 'left' | 'right';
  tone?: (row: Row) => Tone;
  /** A text, which wraps between words. A cell of any other column stays whole on one line: it may be an ID. */
  wraps?: boolean;
  /** A text that is cut, on a screen that is drawn anew and must keep its number of lines. */
  cuts?: boolean;
  /** Left out if the screen is too narrow, the highest number first. Absent: never left out. */
  drop?: number;
  /** Its values need no title beside them. */
  isPlain?: boolean;
}

const GAP = '  ';
/** A text in fewer columns than this stands better below its row. */
const MIN_TEXT = 30;
const MIN_CUT = 8;

/** A column with its cells, clean and in the order of the rows. */
interface Filled<Row> {
  column: Column<Row>;
  cells: readonly string[];
  natural: number;
  least: number;
}

/** The columns side by side with their widths, and those whose values stand below each row. */
interface Layout<Row> {
  beside: readonly { filled: Filled<Row>; width: number }[];
  below: readonly Filled<Row>[];
}

/**
 * A borderless table with a heading. If the screen is too narrow, texts wrap, then columns are left out in the order of
 * `drop`, then the widest columns move below their rows. No ID is cut or wrapped: a line is longer than the screen only
 * if it holds one that is.
 */
export function formatTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  style: Style,
): string[] {
  const layout = layoutOf(
    columns.map((column) => filledOf(column, rows)),
    style.columns,
  );
  const titles = layout.beside.map(({ filled }) => [filled.column.title]);
  return [
    ...linesOf(layout, titles, () => 'dim', style),
    ...rows.flatMap((row, at) => [
      ...linesOf(
        layout,
        layout.beside.map(({ filled, width }) => cellLines(filled, at, width)),
        ({ tone }) => tone?.(row) ?? 'plain',
        style,
      ),
      ...belowLines(layout, row, at, style),
    ]),
  ];
}

function filledOf<Row>(column: Column<Row>, rows: readonly Row[]): Filled<Row> {
  const cells = rows.map((row) => cleanText(column.value(row)));
  const natural = Math.max(...[column.title, ...cells].map(textWidth));
  return { column, cells, natural, least: leastOf(column, natural) };
}

function leastOf<Row>({ title, wraps, cuts }: Column<Row>, natural: number): number {
  if (cuts === true) return Math.min(natural, Math.max(MIN_CUT, textWidth(title)));
  return wraps === true ? Math.min(natural, Math.max(MIN_TEXT, textWidth(title))) : natural;
}

function layoutOf<Row>(all: readonly Filled<Row>[], available: number): Layout<Row> {
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
  const order = columns
    .filter(({ column }) => column.drop !== undefined)
    .sort((a, b) => (b.column.drop ?? 0) - (a.column.drop ?? 0));
  for (let count = 0; count <= order.length; count++) {
    const left = new Set(order.slice(0, count));
    const kept = columns.filter((each) => !left.has(each));
    if (leastWidth(kept) <= available) return kept;
  }
  return columns.filter(({ column }) => column.drop === undefined);
}

/** The widest column, the last of several, but not the first that has a title: it says what the row is about. */
function widestOf<Row>(columns: readonly Filled<Row>[]): Filled<Row> | null {
  const head = columns.find(({ column }) => column.title !== '');
  const others = columns.filter((each) => each !== head && !isSymbol(each));
  return others.reduce<Filled<Row> | null>(
    (widest, each) => (widest === null || each.least >= widest.least ? each : widest),
    null,
  );
}

const isSymbol = <Row>({ natural }: Filled<Row>): boolean => natural <= 2;

/** What is left of the screen goes to the texts, from the left to the right. */
function widened<Row>(columns: readonly Filled<Row>[], available: number): Layout<Row>['beside'] {
  let spare = Math.max(0, available - leastWidth(columns));
  return columns.map((filled) => {
    const more = Math.min(spare, filled.natural - filled.least);
    spare -= more;
    return { filled, width: filled.least + more };
  });
}

function cellLines<Row>({ column, cells }: Filled<Row>, at: number, width: number): string[] {
  const text = cells[at] ?? '';
  if (column.cuts === true) return [fitText(text, width)];
  if (column.wraps !== true) return [text];
  return isTooWide(text, width) ? [] : wrapText(text, width);
}

/** Whether a word of a text has no room: the text stands below its row. */
const isTooWide = (text: string, width: number): boolean =>
  wrapWords(text).some((word) => textWidth(word) > width);

/** As many lines as the highest cell has. */
function linesOf<Row>(
  { beside }: Layout<Row>,
  cells: readonly (readonly string[])[],
  toneOf: (column: Column<Row>) => Tone,
  { paint }: Style,
): string[] {
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    beside
      .map(({ filled: { column }, width }, index) => {
        const text = cells[index]?.[line] ?? '';
        const isLast = index === beside.length - 1 && column.align !== 'right';
        const padded = isLast ? text : padText(text, width, column.align);
        return text === '' ? padded : paint(toneOf(column), padded);
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** The values that do not fit beside the others: each text as a paragraph, and then the rest together. */
function belowLines<Row>({ beside, below }: Layout<Row>, row: Row, at: number, style: Style): string[] {
  const [first] = beside;
  const indent = first !== undefined && isSymbol(first.filled) ? first.width + GAP.length : GAP.length;
  const columns = style.columns - indent;
  const given = below.filter(({ cells }) => cells[at] !== '' && cells[at] !== '–');
  const tooWide = beside
    .filter(
      ({ filled: { column, cells }, width }) => column.wraps === true && isTooWide(cells[at] ?? '', width),
    )
    .map(({ filled }) => filled);
  const texts = [...tooWide, ...given.filter(({ column }) => column.wraps === true)];
  const rest = given.filter(({ column }) => column.wraps !== true);
  const paragraphOf = (filled: Filled<Row>): string[] => {
    const isAlone = tooWide.length + below.length === 1;
    const text = isAlone ? (filled.cells[at] ?? '') : labelled(filled, at, columns);
    return wrapText(text, columns).map((line) => style.paint(filled.column.tone?.(row) ?? 'plain', line));
  };
  const pieces = joinPieces(
    rest.map((filled) => labelled(filled, at, columns)),
    columns,
  );
  return [...texts.flatMap(paragraphOf), ...pieces.map((text) => style.paint('dim', text))].map((line) =>
    indented(line, indent, style),
  );
}

/** A value with its title, unless only the value has room. */
function labelled<Row>(
  { column: { title, isPlain, wraps }, cells }: Filled<Row>,
  at: number,
  columns: number,
): string {
  const value = cells[at] ?? '';
  const both = `${title.toLowerCase()} ${value}`;
  const hasRoom = wraps === true || textWidth(both) <= columns;
  return isPlain === true || title === '' || !hasRoom ? value : both;
}

/** Pieces with commas between them; none is broken. */
function joinPieces(pieces: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = `${lines.at(-1) ?? ''}, ${piece}`;
    if (lines.length > 0 && textWidth(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

/** An ID that needs all of the screen is not indented. */
const indented = (text: string, indent: number, { columns }: Style): string =>
  ' '.repeat(Math.max(0, Math.min(indent, columns - textWidth(text)))) + text;
