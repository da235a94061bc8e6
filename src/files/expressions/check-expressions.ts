import type { Finding, SpecPath } from '../document/finding.js';
import { ONLY_INPUTS } from '../document/describe-issue.js';
import { isTemplate } from '../../expressions/split-template.js';
import { checkTemplate } from '../../expressions/check-expression.js';
import { checkBare, expressionsIn } from './expressions-in.js';
import type { StepExpression } from './expressions-in.js';
import { textsIn } from './texts-in.js';
import { whatIsThere } from '../document/finding.js';
import { isRecord } from '../document/loose-step.js';
import { referenceProblem } from './reference-problem.js';
import type { Standing } from './reference-problem.js';
import type { StepGraph } from '../pipeline/step-graph.js';

/** Every expression can be read, stands where one may stand, and reads only what is there by then. */
export function checkExpressions(data: unknown, graph: StepGraph, inputs: readonly string[]): Finding[] {
  const inSteps = graph.all.flatMap((placed) =>
    expressionsIn(placed.step).flatMap((expression) =>
      findingsOf([placed.list, placed.position], expression, { graph, inputs, placed }),
    ),
  );
  const around = { graph, inputs, placed: null };
  return [...inSteps, ...outside(data, around), ...ofOutputs(data, around)];
}

type Place = Omit<Standing, 'reach'>;

function findingsOf(step: SpecPath, expression: StepExpression, place: Place): Finding[] {
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

// The type of an expression is mostly known only with its values.
function typeFinding(at: SpecPath, path: SpecPath, type: string): Finding[] {
  const isCondition = path[0] === 'if' || path.at(-1) === 'condition';
  if (!isCondition || type === 'bool' || type === 'dyn') return [];
  return [{ path: at, message: `gives a value of type ${type}, expected true or false` }];
}

const misplaced = (path: SpecPath, text: string): Finding => ({
  path,
  message: `${whatIsThere(text)}, expected a value that is known before anything starts${ONLY_INPUTS}`,
});

const wrong = (problem: string): string =>
  /^(is|has|does) /.test(problem) ? problem : `has a wrong expression: ${problem}`;

/** What stands beside the steps is known before anything starts. */
function outside(data: unknown, place: Place): Finding[] {
  const { all } = place.graph;
  const isOther = ([list, position, ...inside]: SpecPath): boolean =>
    list !== 'outputs' &&
    !all.some((step) => step.list === list && step.position === position && inside.length > 0);
  return textsIn(data).flatMap(({ path, text }) => {
    if (!isTemplate(text) || !isOther(path)) return [];
    if (path[0] === 'inputs') return [misplaced(path, text)];
    return findingsOf([], { path, text, reach: null, checked: checkTemplate(text) }, place);
  });
}

function ofOutputs(data: unknown, place: Place): Finding[] {
  const outputs = isRecord(data) ? data['outputs'] : undefined;
  return textsIn(outputs).flatMap(({ path, text }) =>
    findingsOf(['outputs'], { path, text, reach: 'step', checked: checkBare(text) }, place),
  );
}
