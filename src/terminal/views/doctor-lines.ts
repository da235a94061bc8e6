import type { Style, Tone } from '../style.js';
import { cleanLines, padText, wrapText } from '../text/text.js';

export type CheckState = 'ok' | 'warn' | 'fail' | 'skipped';

/** One thing that `doctor` looked at. */
export interface DoctorCheck {
  name: string;
  state: CheckState;
  /** What was found. */
  found: string;
  /** What to do about it; null where nothing is to be done. */
  advice: string | null;
}

const LOOKS: Readonly<Record<CheckState, readonly [string, Tone]>> = {
  ok: ['OK', 'good'],
  warn: ['WARN', 'warn'],
  fail: ['FAIL', 'bad'],
  skipped: ['SKIP', 'dim'],
};

/** Checks with their advice under them. Nothing is cut: advice is for reading to its end. */
export function checkLines(checks: readonly DoctorCheck[], style: Style): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const indent = ' '.repeat(6 + width + 2);
  const wrapped = (text: string): string[] =>
    cleanLines(text)
      .split('\n')
      .flatMap((line) => wrapText(line, style.columns - indent.length));
  return checks.flatMap(({ name, state, found, advice }) => {
    const [word, tone] = LOOKS[state];
    const [first = '', ...rest] = wrapped(found);
    return [
      `${style.paint(tone, padText(word, 4))}  ${padText(name, width)}  ${first}`,
      ...rest.map((line) => indent + line),
      ...(advice === null ? [] : wrapped(advice).map((line) => indent + style.paint('dim', line))),
    ];
  });
}
