import { checkExpression, checkTemplate } from '../../expressions/check-expression.js';
import type { CheckedExpression } from '../../expressions/check-expression.js';
import { isTemplate } from '../../expressions/split-template.js';
import type { SpecPath } from '../document/finding.js';
import { bareExpression } from './bare-expression.js';
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
