import type { Style } from '../style.js';
import { cleanText } from './clean-text.js';
import { formatTable } from './table.js';
import type { Column } from './table.js';
import { padText, textWidth } from './text-width.js';
import { wrapText } from './wrap-text.js';

/** Left of the texts of a narrow screen there may be no more than this. */
const MAX_INDENT = 30;
const MIN_TEXT = 20;

/**
 * A table of which nothing is cut. Where the screen is too narrow for it, the first `heads` columns stay, and the others
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
