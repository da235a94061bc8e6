import type { Style, Tone } from '../style.js';
import { cleanText, padText, textWidth, wrapText } from './text.js';

/** A name and its value; null values are left out. */
export type Fact = readonly [name: string, value: string | null, tone?: Tone];

/** `relevance (RXZhbH…)`; the ID alone without a name. */
export const nameAndId = <Id extends string | null>(name: string | null, id: Id): string | Id =>
  name === null || id === null ? id : `${name} (${id})`;

/** A longer name does not move the values of the others. */
const MAX_NAME = 24;

/** Names and values in two columns. Nothing is cut: a long value wraps between words, and a longer word gets its own line. */
export function formatFacts(facts: readonly Fact[], style: Style): string[] {
  const given = facts.filter((fact) => fact[1] !== null);
  const width = Math.max(0, ...given.map(([name]) => Math.min(MAX_NAME, textWidth(name))));
  return given.flatMap(([name, value, tone = 'plain']) =>
    factLines(name, cleanText(value ?? ''), tone, width, style),
  );
}

function factLines(name: string, value: string, tone: Tone, width: number, style: Style): string[] {
  const head = style.paint('dim', padText(name, width));
  const [first = '', ...rest] = wrapText(value, style.columns - width - 2);
  const indented = (text: string): string =>
    ' '.repeat(Math.max(0, Math.min(width + 2, style.columns - textWidth(text)))) + style.paint(tone, text);
  const isBeside = Math.max(width, textWidth(name)) + 2 + textWidth(first) <= style.columns;
  const lines = rest.map(indented);
  return isBeside ? [`${head}  ${style.paint(tone, first)}`, ...lines] : [head, indented(first), ...lines];
}
