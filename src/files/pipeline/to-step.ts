import type { Step } from '../../model/pipeline/plan.js';
import type { PlacedStep, StepGraph } from './step-graph.js';
import { workOf } from '../document/loose-step.js';
import { toDefinition } from '../task/parse-task.js';
import type { StepFile } from './step-file.js';
import { bareText, bareTexts, expressionsIn } from '../expressions/expressions-in.js';
import { bindingsOf, written } from '../expressions/bindings.js';
import { inMs, toOnEmpty, toRetry, toTolerance, toTrigger, toWaitPolicy } from './to-trigger.js';
import { definedOnly } from '../../model/base/objects.js';
import { toGate } from '../gate/to-gate.js';
import { toActivity, toApproval, toFanOut, toRequirements } from './to-work.js';

/** The plan's step for a checked step. `defaultSpace` is the pipeline's. */
export function toStep(
  step: StepFile,
  placed: PlacedStep,
  graph: StepGraph,
  defaultSpace: string | undefined,
): Step {
  const space = step.space ?? defaultSpace;
  const bindings = bindingsOf(step);
  const reads = readsOf(step);
  return {
    id: step.id,
    needs: placed.needs,
    experimentsFrom: step.experimentsFrom ?? [],
    trigger: toTrigger(step),
    ...toWaitPolicy(step),
    ...toTolerance(step),
    ...work(step, space),
    ...flow(step),
    ...definedOnly({
      gate: step.gate === undefined ? undefined : toGate(step.gate, placed, graph, written(space)),
      bindings: bindings.length === 0 ? undefined : bindings,
      reads: reads.length === 0 ? undefined : reads,
    }),
  };
}

const work = (step: StepFile, space: string | undefined) =>
  definedOnly({
    task: written<string>(step.task),
    space: hasSpace(step) ? written<string>(space) : undefined,
    ensure:
      step.ensure === undefined ? undefined : toDefinition(step.ensure, step.ensure.space ?? written(space)),
    isTriggered: step.trigger === false ? false : undefined,
    activity: toActivity(step),
    approval: toApproval(step),
    requires: toRequirements(step, written(space)),
    onAmbiguous: step.onAmbiguous,
    onNameTaken: step.onNameTaken,
    shareDataset: step.shareDataset,
    quality: step.quality,
    settleMs: inMs(step.settle),
  });

const hasSpace = (step: StepFile): boolean => workOf(step) === 'run' || step.space !== undefined;

const flow = (step: StepFile) =>
  definedOnly({
    when: step.when,
    if: step.if === undefined ? undefined : bareText(String(step.if)),
    onEmpty: toOnEmpty(step),
    retry: toRetry(step),
    onFailure: step.onFailure,
    fanOut: toFanOut(step),
    outputs: step.outputs === undefined ? undefined : bareTexts(step.outputs),
  });

/** The ids of the steps that the step's expressions read. */
function readsOf(step: StepFile): string[] {
  const reads = expressionsIn(step).flatMap(({ checked }) => ('reads' in checked ? checked.reads : []));
  const ids = reads.flatMap(({ root, path: [id] }) => (root === 'steps' && id !== undefined ? [id] : []));
  return [...new Set(ids)];
}
