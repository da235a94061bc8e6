import type { Style, Tone } from '../style.js';
import { cleanText } from './clean-text.js';
import { fitText, padText, textWidth } from './text-width.js';

export interface Column<Row> {
  title: string;
  value: (row: Row) => string;
  align?: 'left' | 'right';
  tone?: (row: Row) => Tone;
  /** Cut first where the screen is too narrow; the others are only cut when that is not enough. */
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
