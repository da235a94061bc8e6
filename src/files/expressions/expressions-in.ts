import { checkExpression, checkTemplate } from '../../expressions/check-expression.js';
import type { CheckedExpression } from '../../expressions/check-expression.js';
import { isTemplate, splitTemplate } from '../../expressions/split-template.js';
import type { ValuePath } from '../document/finding.js';
import { expressionField, templateField } from './expression-fields.js';
import type { Reach } from './expression-fields.js';
import { textsIn } from './texts-in.js';

/** An expression or a template in a step. */
export interface StepExpression {
  /** The path within the step. */
  path: ValuePath;
  text: string;
  /** Null if the path allows only expressions whose value is known before the pipeline starts. */
  reach: Reach | null;
  /** Offsets are relative to the text. */
  checked: CheckedExpression;
}

const NOT_ONE = 'contains other text, expected one expression, with or without ${{ }}';

/** All expressions and templates of a step. */
export const expressionsIn = (step: unknown): StepExpression[] =>
  textsIn(step).flatMap(({ path, text }): StepExpression[] => {
    const place = expressionField(path);
    if (place !== null) return [{ path, text, reach: place.reach, checked: checkBare(text) }];
    if (!isTemplate(text)) return [];
    return [{ path, text, reach: templateField(path)?.reach ?? null, checked: checkTemplate(text) }];
  });

/** Checks a field that holds an expression, with or without `${{ }}`. */
export function checkBare(text: string): CheckedExpression {
  const found = bareExpression(text);
  if (found === null) return { problem: NOT_ONE, offset: 0 };
  const checked = checkExpression(found.expression);
  if ('problem' in checked) return { ...checked, offset: checked.offset + found.offset };
  const reads = checked.reads.map((read) => ({ ...read, offset: read.offset + found.offset }));
  return { ...checked, reads };
}

/** The expression in a field that holds one, with or without `${{ }}`; null if there are several, or other text. */
export function bareExpression(text: string): { expression: string; offset: number } | null {
  if (!text.includes('${{')) return { expression: text, offset: 0 };
  const lead = text.length - text.trimStart().length;
  const [first, ...more] = splitTemplate(text.trim()) ?? [];
  if (first === undefined || more.length > 0 || 'text' in first) return null;
  return { expression: first.expression, offset: first.offset + lead };
}

/** The expression in a field that was checked to hold one. */
export const bareText = (text: string): string => (bareExpression(text)?.expression ?? text).trim();

/** The expressions in a checked mapping of names to expressions. */
export const bareTexts = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, bareText(text)]));
