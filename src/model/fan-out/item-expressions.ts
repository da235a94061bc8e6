import type { Step } from '../pipeline/plan.js';

const OF_AN_ITEM = /\b(?:matrix|item|index)\b/;

/** Whether an expression, or a template with some in it, may read the item of a fan-out. In doubt it may. */
const readsItem = (text: string): boolean => OF_AN_ITEM.test(text);

/** The expressions of a fan-out's step by when they have a value: once for the step, or for each of its items. */
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

/** Whether a part of the step is known only for each item. */
export const isOfItems = ({ bindings = [] }: Pick<Step, 'bindings'>, ...members: (keyof Step)[]): boolean =>
  bindings.some(({ at }) => members.some((member) => at[0] === member));
