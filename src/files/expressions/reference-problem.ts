import type { NameReference } from '../../expressions/references-in.js';
import type { Scope, StepFacts } from '../../model/pipeline/scope.js';
import { suggestion } from '../../model/base/near-name.js';
import type { Reach } from './expression-fields.js';
import { omit } from '../../model/base/objects.js';
import { isRecord, workOf } from '../document/loose-step.js';
import type { PlacedStep, StepGraph } from '../pipeline/step-graph.js';

/** The context of an expression. */
export interface ReferenceContext {
  graph: StepGraph;
  inputs: readonly string[];
  /** Null for the outputs of the pipeline, which can read every step. */
  placed: PlacedStep | null;
  reach: Reach;
}

type StepFactName = keyof StepFacts;

const FACTS: readonly StepFactName[] = [
  ...(['state', 'outcome', 'reason', 'runId', 'experimentId', 'experimentName', 'experimentIds'] as const),
  ...(['counts', 'errorShare', 'gate', 'scores', 'outputs', 'items', 'attempts'] as const),
];
const COUNTS: readonly (keyof StepFacts['counts'])[] = ['successes', 'errors', 'skipped', 'total'];
const PIPELINE: readonly (keyof Scope['pipeline'])[] = ['name', 'workflowId', 'startedAt', 'labels'];

/** The problem of a reference in an expression; null if there is none. */
export function referenceProblem(reference: NameReference, standing: ReferenceContext): string | null {
  const { root, path } = reference;
  const { placed, reach } = standing;
  switch (root) {
    case 'inputs':
      return unknownName('inputs', path[0], standing.inputs, 'an input of the pipeline');
    case 'pipeline':
      return unknownName('pipeline', path[0], PIPELINE, 'a property of the pipeline');
    case 'steps':
      return stepProblem(path, standing);
    case 'self':
      if (reach !== 'self' || placed === null)
        return 'reads self, which is available only in the gate and the outputs of a step';
      return factProblem('self', path, placed);
    case 'matrix':
      return matrixProblem(path, standing);
    case 'item':
      return itemProblem(root, standing, 'forEach');
    case 'index':
      return itemProblem(root, standing, 'matrix', 'forEach');
  }
}

function stepProblem(
  [id = '', ...facts]: readonly string[],
  { graph, placed }: ReferenceContext,
): string | null {
  const known = graph.byId.get(id);
  const reads = `reads steps.${id}`;
  if (known === undefined) {
    const others = [...graph.byId.keys()].filter((other) => other !== placed?.id);
    return `${reads}, but no step has this id${suggestion(id, others)}`;
  }
  if (placed !== null && id === placed.id) {
    return `${reads}, its own step: read a step that it waits for, or use self in its gate and outputs`;
  }
  if (placed !== null && !graph.waitedFor(placed).has(id)) {
    return `${reads}, but the step does not wait for ${id}: add ${id} to its needs`;
  }
  return factProblem(`steps.${id}`, facts, known);
}

function factProblem(what: string, [fact, member]: readonly string[], of: PlacedStep): string | null {
  const problem = unknownName(what, fact, FACTS, 'a property of a step');
  if (problem !== null || member === undefined) return problem;
  if (fact === 'counts') return unknownName(`${what}.counts`, member, COUNTS, 'a count');
  if (fact !== 'outputs') return null;
  const { outputs } = of.step;
  const own = [
    ...(isRecord(outputs) ? Object.keys(outputs) : []),
    ...(workOf(of.step) === 'activity' ? ['result'] : []),
  ];
  return unknownName(`${what}.outputs`, member, own, 'an output of the step');
}

function matrixProblem([name]: readonly string[], standing: ReferenceContext): string | null {
  const { placed } = standing;
  const matrix = placed?.step['matrix'];
  const problem = itemProblem('matrix', standing, 'matrix');
  if (problem !== null || !isRecord(matrix)) return problem;
  const { include } = matrix;
  const added = Array.isArray(include) ? include.filter(isRecord).flatMap((each) => Object.keys(each)) : [];
  return unknownName(
    'matrix',
    name,
    [...new Set([...Object.keys(omit(matrix, 'include', 'exclude')), ...added])],
    'in the matrix of the step',
  );
}

function itemProblem(root: string, { placed, reach }: ReferenceContext, ...members: string[]): string | null {
  const where = members.join(' or ');
  if (!members.some((member) => placed?.step[member] !== undefined)) {
    return `reads ${root}, which is available only in a step with ${where}`;
  }
  return reach === 'item'
    ? null
    : `reads ${root}, which is available only in the fields of each item: if, task, trigger fields, tolerances, ensure, requires and with`;
}

function unknownName(
  what: string,
  name: string | undefined,
  known: readonly string[],
  noun: string,
): string | null {
  if (name === undefined || known.includes(name)) return null;
  const near = suggestion(name, known);
  const expected = known.length === 0 ? '' : `, expected one of ${known.join(', ')}`;
  return `reads ${what}.${name}, which is not ${noun}${near === '' ? expected : near}`;
}
