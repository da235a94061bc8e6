import type { Style, Tone } from '../style.js';
import { cleanText, fitText, padText, textWidth } from './text.js';

export interface Column<Row> {
  title: string;
  value: (row: Row) => string;
  align?: 'left' | 'right';
  tone?: (row: Row) => Tone;
  /** Cut first if the screen is too narrow; the others are cut only if that is not enough. */
  shrinks?: boolean;
}

const GAP = '  ';
const MIN_WIDTH = 8;

/** A borderless table with a heading, cut to the width of the screen. */
export function formatTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  style: Style,
): string[] {
  const cells = rows.map((row) => columns.map((column) => cleanText(column.value(row))));
  const titles = columns.map((column) => column.title);
  const widths = fitWidths(columns, naturalWidths([titles, ...cells]), style.columns);
  const lineOf = (texts: readonly string[], toneAt: (index: number) => Tone): string =>
    texts
      .map((text, index) => {
        const width = widths[index] ?? 0;
        const align = columns[index]?.align ?? 'left';
        const isLast = index === texts.length - 1 && align === 'left';
        const fitted = fitText(text, width);
        const padded = isLast ? fitted : padText(fitted, width, align);
        return text === '' ? padded : style.paint(toneAt(index), padded);
      })
      .join(GAP)
      .trimEnd();
  return [
    lineOf(titles, () => 'dim'),
    ...rows.map((row, position) =>
      lineOf(cells[position] ?? [], (index) => columns[index]?.tone?.(row) ?? 'plain'),
    ),
  ];
}

const naturalWidths = (lines: readonly (readonly string[])[]): number[] =>
  (lines[0] ?? []).map((_, index) => Math.max(...lines.map((line) => textWidth(line[index] ?? ''))));

function fitWidths<Row>(
  columns: readonly Column<Row>[],
  natural: readonly number[],
  available: number,
): number[] {
  const widths = [...natural];
  const gaps = GAP.length * (widths.length - 1);
  for (const shrinks of [true, false]) {
    for (;;) {
      const excess = widths.reduce((sum, width) => sum + width, gaps) - available;
      if (excess <= 0) return widths;
      const widest = widestOf(columns, widths, shrinks);
      if (widest === null) break;
      widths[widest] = Math.max(
        MIN_WIDTH,
        (widths[widest] ?? 0) - Math.max(1, Math.ceil(excess / widths.length)),
      );
    }
  }
  return widths;
}

function widestOf<Row>(
  columns: readonly Column<Row>[],
  widths: readonly number[],
  shrinks: boolean,
): number | null {
  let widest: number | null = null;
  for (const [index, width] of widths.entries()) {
    if ((columns[index]?.shrinks ?? false) !== shrinks || width <= MIN_WIDTH) continue;
    if (widest === null || width > (widths[widest] ?? 0)) widest = index;
  }
  return widest;
}

/** Left of the texts of a narrow screen there may be no more than this. */
const MAX_INDENT = 30;
const MIN_TEXT = 20;

/**
 * A table without cuts. If the screen is too narrow for it, the first `heads` columns stay, and the others
 * stand beside them line under line: those that shrink as paragraphs, the rest of them together.
 */
export function formatWholeTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  style: Style,
  heads: number,
): string[] {
  const wide = formatTable(columns, rows, { ...style, columns: Number.POSITIVE_INFINITY });
  if (wide.every((line) => textWidth(line) <= style.columns)) return wide;
  const head = columns.slice(0, heads);
  const body = columns.slice(heads);
  const left = formatTable(head, rows, { ...style, columns: MAX_INDENT });
  const indent = Math.max(...left.map(textWidth));
  const width = Math.max(MIN_TEXT, style.columns - indent - 2);
  const beside = [
    [style.paint('dim', body.find(({ shrinks }) => shrinks === true)?.title ?? '')],
    ...rows.map((row) => paragraphs(body, row, style, width)),
  ];
  return left.flatMap((start, position) =>
    (beside[position] ?? ['']).map((line, index) =>
      `${padText(index === 0 ? start : '', indent)}  ${line}`.trimEnd(),
    ),
  );
}

function paragraphs<Row>(body: readonly Column<Row>[], row: Row, style: Style, width: number): string[] {
  const long = body.filter(({ shrinks }) => shrinks === true);
  const rest = body
    .filter(({ shrinks }) => shrinks !== true)
    .map(({ title, value }) => [title, cleanText(value(row))] as const)
    .filter(([, text]) => text !== '' && text !== '–')
    .map(([title, text]) => (title === 'COUNTS' ? text : `${title.toLowerCase()} ${text}`));
  return [
    ...long.flatMap(({ value, tone }) =>
      wrapText(cleanText(value(row)), width).map((line) => style.paint(tone?.(row) ?? 'plain', line)),
    ),
    ...(rest.length === 0 ? [] : wrapText(rest.join(', '), width).map((line) => style.paint('dim', line))),
  ];
}

/** A text in lines of at most this number of columns, broken between words; a longer word gets its own line. */
function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    const longer = `${line ?? ''} ${word}`;
    if (line === undefined || textWidth(longer) > columns) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
