import { checkExpression, checkTemplate } from '../../expressions/check-expression.js';
import type { CheckedExpression } from '../../expressions/check-expression.js';
import { isTemplate, splitTemplate } from '../../expressions/split-template.js';
import type { SpecPath } from '../document/finding.js';
import { expressionPlace, templatePlace } from './place.js';
import type { Reach } from './place.js';
import { textsIn } from './texts-in.js';

/** An expression, or a template, of a step. */
export interface StepExpression {
  /** Inside the step. */
  path: SpecPath;
  text: string;
  /** Null where no expression may stand whose value is not known before anything starts. */
  reach: Reach | null;
  /** Offsets are those of the text. */
  checked: CheckedExpression;
}

const NOT_ONE = 'is a text with expressions in it, expected one expression, bare or in ${{ }}';

/** All expressions and templates in a step. */
export const expressionsIn = (step: unknown): StepExpression[] =>
  textsIn(step).flatMap(({ path, text }): StepExpression[] => {
    const place = expressionPlace(path);
    if (place !== null) return [{ path, text, reach: place.reach, checked: checkBare(text) }];
    if (!isTemplate(text)) return [];
    return [{ path, text, reach: templatePlace(path)?.reach ?? null, checked: checkTemplate(text) }];
  });

/** Checks a member that is an expression, bare or in one `${{ }}`. */
export function checkBare(text: string): CheckedExpression {
  const found = bareExpression(text);
  if (found === null) return { problem: NOT_ONE, offset: 0 };
  const checked = checkExpression(found.expression);
  if ('problem' in checked) return { ...checked, offset: checked.offset + found.offset };
  const reads = checked.reads.map((read) => ({ ...read, offset: read.offset + found.offset }));
  return { ...checked, reads };
}

/** The expression in a member that is one: bare, or in one `${{ }}`; null where it is several, or in a text. */
export function bareExpression(text: string): { expression: string; offset: number } | null {
  if (!text.includes('${{')) return { expression: text, offset: 0 };
  const lead = text.length - text.trimStart().length;
  const [first, ...more] = splitTemplate(text.trim()) ?? [];
  if (first === undefined || more.length > 0 || 'text' in first) return null;
  return { expression: first.expression, offset: first.offset + lead };
}

/** The expression in a member that was checked to be one. */
export const bareText = (text: string): string => (bareExpression(text)?.expression ?? text).trim();

/** The same of a mapping of names to expressions. */
export const bareTexts = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, bareText(text)]));
