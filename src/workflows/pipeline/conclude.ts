import { log } from '@temporalio/workflow';
import { neverStarted } from '../../model/pipeline/ended-step.js';
import { fitResults } from '../../model/pipeline/fit-results.js';
import type { PipelineRerun } from '../../model/pipeline/inputs.js';
import type { Json } from '../../model/base/json.js';
import { MAX_OUTPUT_BYTES, jsonBytes } from '../../model/base/json-bytes.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { PipelineResult } from '../../model/pipeline/results.js';
import type { Evaluated } from '../../model/pipeline/scope.js';
import { allSteps } from '../../model/pipeline/step-order.js';
import { pipelineVerdict } from '../../model/pipeline/pipeline-verdict.js';
import { messageOf } from '../shared/failures.js';
import { finish } from '../shared/finish.js';
import { mark } from '../shared/mark.js';
import type { Engine } from './engine.js';
import { evaluateIn, expression } from './evaluate-in.js';

/** Ends a pipeline with its result; what a cancel kept from starting is told as cancelled. */
export async function conclude(engine: Engine, rerun: PipelineRerun | undefined): Promise<PipelineResult> {
  const { plan, facts, isCancelled } = engine;
  engine.isConcluding = true;
  const outputs = isCancelled ? undefined : await outputsOf(engine);
  const steps = allSteps(plan).map(
    (step) =>
      engine.results.get(step.id) ??
      neverStarted(step, 'cancelled', 'the pipeline was cancelled before this step'),
  );
  const whole: PipelineResult = {
    name: plan.name,
    verdict: pipelineVerdict(steps, isCancelled),
    steps: [],
    workflowId: facts.workflowId,
    startedAt: new Date(facts.startedAtMs).toISOString(),
    endedAt: new Date().toISOString(),
    labels: plan.labels,
    ...(plan.inputs === undefined ? {} : { inputs: plan.inputs }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(rerun === undefined ? {} : { rerunOf: rerun.of }),
  };
  const result = { ...whole, steps: fitResults(steps, jsonBytes(whole)) };
  mark(engine, { verdict: result.verdict });
  return finish(result, isCancelled);
}

// What the steps came to must not be lost with the outputs.
async function valuesOf(
  engine: Engine,
  reader: Pick<Step, 'id' | 'reads'>,
  texts: readonly string[],
): Promise<Evaluated[]> {
  try {
    return await evaluateIn(engine, reader, texts.map(expression), 'the outputs');
  } catch (error) {
    return texts.map(() => ({ problem: messageOf(error) }));
  }
}

/** An output that has no value, since the step that it reads failed say, is null. */
async function outputsOf(engine: Engine): Promise<Record<string, Json> | undefined> {
  const { outputs, reads = [] } = engine.plan;
  if (outputs === undefined) return undefined;
  const named = Object.entries(outputs);
  const values = await valuesOf(
    engine,
    { id: engine.plan.name, reads },
    named.map(([, text]) => text),
  );
  let bytes = 0;
  const entries = named.map(([name], position): [string, Json] => {
    const value = values[position] ?? { problem: 'was not evaluated' };
    bytes += 'problem' in value ? 0 : jsonBytes(value.value);
    if (!('problem' in value) && bytes <= MAX_OUTPUT_BYTES) return [name, value.value];
    const problem = 'problem' in value ? value.problem : 'the outputs are too large together';
    log.warn('an output of the pipeline has no value', { output: name, problem });
    return [name, null];
  });
  return Object.fromEntries(entries);
}
