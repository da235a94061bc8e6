import type { Finding, ValuePath } from '../document/finding.js';
import { ONLY_INPUTS } from '../document/describe-issue.js';
import { isTemplate } from '../../expressions/split-template.js';
import { checkTemplate } from '../../expressions/check-expression.js';
import { checkBare, expressionsIn } from './expressions-in.js';
import type { StepExpression } from './expressions-in.js';
import { textsIn } from './texts-in.js';
import { whatIsThere } from '../document/finding.js';
import { isRecord } from '../document/loose-step.js';
import { referenceProblem } from './reference-problem.js';
import type { ReferenceContext } from './reference-problem.js';
import type { StepGraph } from '../pipeline/step-graph.js';

/** Checks that every expression is valid, is allowed at its path, and reads only what is known by then. */
export function checkExpressions(data: unknown, graph: StepGraph, inputs: readonly string[]): Finding[] {
  const inSteps = graph.all.flatMap((placed) =>
    expressionsIn(placed.step).flatMap((expression) =>
      findingsOf([placed.list, placed.position], expression, { graph, inputs, placed }),
    ),
  );
  const around = { graph, inputs, placed: null };
  return [...inSteps, ...outside(data, around), ...ofOutputs(data, around)];
}

type Surroundings = Omit<ReferenceContext, 'reach'>;

function findingsOf(step: ValuePath, expression: StepExpression, place: Surroundings): Finding[] {
  const { path, text, reach, checked } = expression;
  const at = [...step, ...path];
  if ('problem' in checked) return [{ path: at, offset: checked.offset, message: wrong(checked.problem) }];
  if (reach === null && checked.reads.some(({ root }) => root !== 'inputs')) return [misplaced(at, text)];
  const problems = checked.reads.flatMap((read): Finding[] => {
    const message = referenceProblem(read, { ...place, reach: reach ?? 'step' });
    return message === null ? [] : [{ path: at, offset: read.offset, message }];
  });
  return problems.length > 0 ? problems.slice(0, 1) : typeFinding(at, path, checked.type);
}

// The type of most expressions is known only once they have values.
function typeFinding(at: ValuePath, path: ValuePath, type: string): Finding[] {
  const isCondition = path[0] === 'if' || path.at(-1) === 'condition';
  if (!isCondition || type === 'bool' || type === 'dyn') return [];
  return [{ path: at, message: `has the type ${type}, expected true or false` }];
}

const misplaced = (path: ValuePath, text: string): Finding => ({
  path,
  message: `${whatIsThere(text)}, expected a value that is known before the pipeline starts${ONLY_INPUTS}`,
});

const wrong = (problem: string): string =>
  /^(is|has|does|contains) /.test(problem) ? problem : `has an invalid expression: ${problem}`;

/** Checks expressions outside the steps, which must be known before the pipeline starts. */
function outside(data: unknown, place: Surroundings): Finding[] {
  const { all } = place.graph;
  const isOther = ([list, position, ...inside]: ValuePath): boolean =>
    list !== 'outputs' &&
    !all.some((step) => step.list === list && step.position === position && inside.length > 0);
  return textsIn(data).flatMap(({ path, text }) => {
    if (!isTemplate(text) || !isOther(path)) return [];
    if (path[0] === 'inputs') return [misplaced(path, text)];
    return findingsOf([], { path, text, reach: null, checked: checkTemplate(text) }, place);
  });
}

function ofOutputs(data: unknown, place: Surroundings): Finding[] {
  const outputs = isRecord(data) ? data['outputs'] : undefined;
  return textsIn(outputs).flatMap(({ path, text }) =>
    findingsOf(['outputs'], { path, text, reach: 'step', checked: checkBare(text) }, place),
  );
}
