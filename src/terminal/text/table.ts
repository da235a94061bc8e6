import type { Style, Tone } from '../style.js';
import { GAP, filledOf, isSymbol, layoutOf } from './table-layout.js';
import type { Column, Filled, Layout } from './table-layout.js';
import { fitText, padText, textWidth, wrapText, wrapWords } from './text.js';

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
