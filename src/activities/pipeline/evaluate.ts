import type { EvaluateItemsRequest, EvaluateRequest, Evaluated } from '../../model/pipeline/scope.js';

/** The values of expressions in one scope, in their order; one that has none gives its problem instead. */
export const evaluate =
  () =>
  async (request: EvaluateRequest): Promise<Evaluated[]> =>
    (await evaluator())(request);

/** The same for each item of a fan-out. */
export const evaluateItems =
  () =>
  async ({ scope, expressions, items }: EvaluateItemsRequest): Promise<Evaluated[][]> => {
    const evaluateAll = await evaluator();
    return items.map((item) => evaluateAll({ scope: { ...scope, ...item }, expressions }));
  };

/** Loads CEL, for pipelines that have an expression. */
const evaluator = async () => (await import('../../expressions/evaluate-expression.js')).evaluateAll;
