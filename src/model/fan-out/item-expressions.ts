import type { Step } from '../pipeline/plan.js';

const OF_AN_ITEM = /\b(?:matrix|item|index)\b/;

/** Whether an expression, or a template, may read the item of a fan-out. True if in doubt. */
const readsItem = (text: string): boolean => OF_AN_ITEM.test(text);

/** Splits the expressions of a fan-out's step: those evaluated once for the step, and those evaluated for each item. */
export function splitExpressions(step: Step): { once: Step; each: Pick<Step, 'if' | 'bindings'> } {
  const { if: condition, bindings = [], ...rest } = step;
  const isOfItem = condition !== undefined && readsItem(condition);
  return {
    once: {
      ...rest,
      ...(condition === undefined || isOfItem ? {} : { if: condition }),
      bindings: bindings.filter(({ template }) => !readsItem(template)),
    },
    each: {
      ...(isOfItem ? { if: condition } : {}),
      bindings: bindings.filter(({ template }) => readsItem(template)),
    },
  };
}

/** Whether one of these members has a value only for each item. */
export const isOfItems = ({ bindings = [] }: Pick<Step, 'bindings'>, ...members: (keyof Step)[]): boolean =>
  bindings.some(({ at }) => members.some((member) => at[0] === member));
