import type { Gate, GateAnswer, GateRequest } from '../../../src/model/gate/gate.js';
import type { GateResult } from '../../../src/model/gate/evidence.js';
import { PIPELINE_MEMO } from '../../../src/model/pipeline/pipeline-memo.js';
import type { PipelineMemo } from '../../../src/model/pipeline/pipeline-memo.js';
import type { Plan, Step } from '../../../src/model/pipeline/plan.js';
import type { PipelineResult, StepResult } from '../../../src/model/pipeline/results.js';
import { step } from '../../support/step.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';

/** The parts of pipelines that the tests of the engine share. */

export const plan = (steps: Step[], more: Partial<Plan> = {}): Plan => ({
  version: 1,
  name: 'nightly',
  labels: {},
  steps,
  ...more,
});

/** A run of an experiment; its steps wait for nothing unless told otherwise. */
export const experiment = (id: string, more: Partial<Step> = {}): Step =>
  step(id, { task: 'generate-answers', ...more });

/** A step without a task. */
export const bare = (id: string, more: Partial<Step>): Step => ({
  id,
  needs: [],
  trigger: {},
  experimentsFrom: [],
  ...more,
});

export const approval = (id: string, more: Partial<Step> = {}): Step =>
  bare(id, { approval: { message: 'Release it?' }, ...more });

export const run = async (rig: WorkflowRig, given: Plan): Promise<PipelineResult> =>
  (await rig.start('runPipeline', { plan: given })).result();

export const states = ({ steps }: PipelineResult) =>
  Object.fromEntries(steps.map(({ id, state }) => [id, state]));

export function stepOf({ steps }: PipelineResult, id: string): StepResult {
  const found = steps.find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no step ${id}`);
  return found;
}

/** The experiments that were asked for, in the order of their triggers. */
export const askedExperiments = (rig: WorkflowRig) =>
  rig.triggers().map(({ body }) => (body as { experiment_name?: string }).experiment_name);

export const memoOf = async (handle: {
  describe: () => Promise<{ memo?: Record<string, unknown> }>;
}): Promise<PipelineMemo | undefined> => (await handle.describe()).memo?.[PIPELINE_MEMO] as PipelineMemo;

/** A judge that answers as it is told, and keeps what it was asked. */
export function scriptedJudge() {
  const requests: GateRequest[] = [];
  let answer: GateAnswer = 'pass';
  let problem: string | null = null;
  return {
    requests,
    say: (next: GateAnswer) => {
      answer = next;
      problem = null;
      requests.length = 0;
    },
    break: (why: string) => {
      problem = why;
    },
    judgeGate: (request: GateRequest): Promise<GateResult> => {
      requests.push(request);
      if (problem !== null) throw new Error(problem);
      const [check] = request.gate.checks;
      if (check === undefined) throw new Error('a gate without checks');
      const source = { experimentIds: [], runIds: [] };
      const found = { check, answer, reason: `found ${answer}`, value: 0.5, samples: 10, source };
      return Promise.resolve({ answer, checks: [found] });
    },
  };
}

export const gateOn = (...of: string[]): Gate => ({ checks: [{ measure: 'successShare', of, min: 0.9 }] });

export const HOUR_MS = 3_600_000;
