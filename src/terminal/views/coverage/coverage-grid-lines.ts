import { provenShare } from '../../../model/coverage/coverage-view.js';
import type { CoverageGrid, GridCell } from '../../../model/coverage/coverage-view.js';
import type { Style, Tone } from '../../style.js';

const UNPROVEN = ['errors', 'truncated', 'failed', 'early'] as const;
const GAP = '   ';

interface Mark {
  unicode: string;
  ascii: string;
  tone: Tone;
  meaning: string;
}

const MARKS = {
  evaluated: { unicode: '█', ascii: '#', tone: 'good', meaning: 'evaluated' },
  empty: { unicode: '░', ascii: '=', tone: 'good', meaning: 'empty' },
  most: { unicode: '▓', ascii: '+', tone: 'warn', meaning: 'more than half evaluated' },
  some: { unicode: '▒', ascii: '-', tone: 'warn', meaning: 'half evaluated or less' },
  errors: { unicode: '!', ascii: '!', tone: 'bad', meaning: 'errors' },
  truncated: { unicode: '/', ascii: '/', tone: 'bad', meaning: 'truncated' },
  failed: { unicode: '✗', ascii: 'x', tone: 'bad', meaning: 'failed' },
  early: { unicode: '○', ascii: 'o', tone: 'warn', meaning: 'run too early' },
  missing: { unicode: '·', ascii: '.', tone: 'dim', meaning: 'missing' },
} as const satisfies Record<string, Mark>;

/** Shares are sums of parts, and computed. */
const WHOLE = 1 - 1e-9;

/** A heat map in characters as wide as the screen allows, and below it what those in it mean. */
export function gridLines({ columns, rows }: CoverageGrid, style: Style): string[] {
  const labels = Math.max(0, ...rows.map(({ label }) => label.length)) + 2;
  const width = cellWidth(columns.length, style.columns - labels);
  const used = new Set<Mark>();
  const lines = rows.map(({ label, cells }) => {
    const marks = cells.map((cell) => {
      if (cell === null) return ' '.repeat(width);
      const mark = markOf(cell);
      used.add(mark);
      return painted(mark, style, Math.max(1, width - 1)) + (width > 1 ? ' ' : '');
    });
    return `${style.paint('dim', label.padEnd(labels))}${marks.join('')}`.trimEnd();
  });
  const legend = Object.values(MARKS)
    .filter((mark) => used.has(mark))
    .map((mark) => ({ text: `${painted(mark, style, 1)} ${mark.meaning}`, width: mark.meaning.length + 2 }));
  const pad = ' '.repeat(labels);
  const head = `${pad}${headOf(columns, width)}`.trimEnd();
  return [
    style.paint('dim', head),
    ...lines,
    '',
    ...wrapped(legend, style.columns - labels).map((l) => pad + l),
  ];
}

/** Two characters and a gap if there is room; the last one needs no gap. */
const cellWidth = (columns: number, room: number): number =>
  [3, 2].find((width) => columns * width - 1 <= room) ?? 1;

/** As many titles as fit above cells of a width. */
function headOf(columns: readonly string[], width: number): string {
  const longest = Math.max(0, ...columns.map((title) => title.length));
  const every = Math.ceil((longest + 1) / width);
  const shown = columns.filter((_, index) => index % every === 0);
  return shown.map((title) => title.padEnd(every * width)).join('');
}

/** Texts in lines of at most `room` characters. */
function wrapped(texts: readonly { text: string; width: number }[], room: number): string[] {
  const lines: { text: string; width: number }[] = [];
  for (const { text, width } of texts) {
    const line = lines.at(-1);
    if (line !== undefined && line.width + GAP.length + width <= room) {
      line.text += GAP + text;
      line.width += GAP.length + width;
    } else lines.push({ text, width });
  }
  return lines.map((line) => line.text);
}

const painted = ({ unicode, ascii, tone }: Mark, style: Style, width: number): string =>
  style.paint(tone, (style.unicode ? unicode : ascii).repeat(width));

function markOf(cell: GridCell): Mark {
  const proven = provenShare(cell);
  const { shares } = cell;
  if (proven >= WHOLE) return shares.evaluated > 0 ? MARKS.evaluated : MARKS.empty;
  if (proven > 0) return proven > 0.5 ? MARKS.most : MARKS.some;
  const [worst] = UNPROVEN.filter((state) => shares[state] > 0).sort((a, b) => shares[b] - shares[a]);
  return MARKS[worst ?? 'missing'];
}
