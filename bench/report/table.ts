import { fitText, padText, wrapText } from '../../src/terminal/text/text.js';
import { ratioOf, type Figure, type Result } from './figure.js';

/** Columns of the terminal, and of each column of the table but the first. */
const [WIDTH, VALUE, RATIO, GOAL] = [80, 9, 6, 12];
const GAP = '  ';
const WHAT = WIDTH - 2 * VALUE - RATIO - GOAL - 4 * GAP.length;

/** The figures as a table of 80 columns, each scenario under its title. */
export const renderTable = (results: readonly Result[]): string =>
  results.flatMap((result) => [...tableOf(result), '']).join('\n');

function tableOf({ scenario, title, figures, notes }: Result): readonly string[] {
  const beside = figures.find((figure) => figure.beside !== null)?.beside?.name ?? '';
  return [
    ...wrapText(`${scenario}: ${title}`, WIDTH),
    row(['', 'ours', beside, 'ratio', 'goal']),
    ...figures.flatMap(linesOf),
    ...wrapText(notes.join(' '), WIDTH),
  ];
}

function linesOf(figure: Figure): readonly string[] {
  const lines = wrapText(figure.what, WHAT);
  const last = [lines.at(-1) ?? '', ...cellsOf(figure)] as const;
  return [...lines.slice(0, -1), row([...last])];
}

/** What was measured, what is set against it, their ratio and the goal. */
export function cellsOf(figure: Figure): readonly [string, string, string, string] {
  const { value, unit, beside, goal } = figure;
  const ratio = ratioOf(figure);
  return [
    numberText(value, unit),
    beside === null ? '' : numberText(beside.value, unit),
    ratio === null ? '' : ratio.toFixed(ratio < 0.1 ? 3 : 2),
    goal,
  ];
}

function row([what = '', ...cells]: readonly string[]): string {
  const widths = [VALUE, VALUE, RATIO, GOAL];
  const padded = cells.map((cell, at) => padText(fitText(cell, widths[at] ?? 0), widths[at] ?? 0, 'right'));
  return [padText(what, WHAT), ...padded].join(GAP).trimEnd();
}

/** Three digits that count; whole numbers as they are. */
function numberText(value: number | null, unit: Figure['unit']): string {
  if (value === null || Number.isNaN(value)) return '–';
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = Math.abs(value) < 0.1 && value !== 0 ? value.toPrecision(2) : value.toFixed(digits);
  return unit === '' || unit === '/s' || unit === '%' ? `${text}${unit && ` ${unit}`}` : `${text} ${unit}`;
}
