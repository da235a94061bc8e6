import type { Style, Tone } from '../style.js';
import { cleanText, padText, textWidth } from './text.js';

/** A name and its value; null values are left out. */
export type Fact = readonly [name: string, value: string | null, tone?: Tone];

/** Names and values in two columns. Nothing is cut: these are for reading and copying. */
export function formatFacts(facts: readonly Fact[], style: Style): string[] {
  const given = facts.filter((fact) => fact[1] !== null);
  const width = Math.max(0, ...given.map(([name]) => textWidth(name)));
  return given.map(
    ([name, value, tone = 'plain']) =>
      `${style.paint('dim', padText(name, width))}  ${style.paint(tone, cleanText(value ?? ''))}`,
  );
}
