import { evaluateAll } from '../../expressions/evaluate-expression.js';
import type { EvaluateItemsRequest, EvaluateRequest, Evaluated } from '../../model/pipeline/scope.js';

/** The values of expressions in one scope, in their order; one that has none gives its problem instead. */
export const evaluate =
  () =>
  (request: EvaluateRequest): Promise<Evaluated[]> =>
    Promise.resolve(evaluateAll(request));

/** The same for each item of a fan-out. */
export const evaluateItems =
  () =>
  ({ scope, expressions, items }: EvaluateItemsRequest): Promise<Evaluated[][]> =>
    Promise.resolve(items.map((item) => evaluateAll({ scope: { ...scope, ...item }, expressions })));
