import { checkExpressions } from '../expressions/check-expressions.js';
import { checkFanOut, checkFanOuts } from '../fan-out/check-fan-out.js';
import { checkFields, checkRetry, checkSources, checkSpace, checkWindow } from './check-fields.js';
import { checkGate } from '../gate/check-gate.js';
import { checkOrder } from './check-order.js';
import { checkOnEmpty } from './check-on-empty.js';
import { checkRequires } from './check-requires.js';
import { checkTask } from '../task/check-task.js';
import { checkWork } from './check-work.js';
import { isRecord } from '../document/loose-step.js';
import { graphOf } from './step-graph.js';
import type { PlacedStep, StepGraph } from './step-graph.js';
import type { Finding } from '../document/finding.js';

/** Checks across the fields of a pipeline. Its data is unchecked. */
export function checkPipeline(
  data: unknown,
  inputs: readonly string[],
  defaultSpace: string | undefined,
): Finding[] {
  const graph = graphOf(data);
  const space = isRecord(data) && typeof data['space'] === 'string' ? data['space'] : defaultSpace;
  return [
    ...checkOrder(graph),
    ...graph.all.flatMap((placed) => inside(placed, checkStep(placed, graph, space))),
    ...checkFanOuts(graph),
    ...checkExpressions(data, graph, inputs),
  ];
}

const inside = ({ list, position }: PlacedStep, findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, path: [list, position, ...finding.path] }));

const checkStep = (placed: PlacedStep, graph: StepGraph, space: string | undefined): Finding[] => [
  ...checkWork(placed),
  ...checkFields(placed),
  ...checkSources(placed, graph),
  ...checkWindow(placed.step),
  ...checkSpace(placed, space),
  ...checkRetry(placed),
  ...checkRequires(placed, space),
  ...checkOnEmpty(placed),
  ...checkFanOut(placed),
  ...checkGate(placed, graph, space),
  ...checkEnsure(placed, space),
];

function checkEnsure({ step }: PlacedStep, space: string | undefined): Finding[] {
  const own = typeof step['space'] === 'string' ? step['space'] : space;
  return checkTask(step['ensure'], own).map((finding) => ({ ...finding, path: ['ensure', ...finding.path] }));
}
