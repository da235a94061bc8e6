import { executeChild } from '@temporalio/workflow';
import { stepMemos } from '../../model/pipeline/describe-steps.js';
import type { JudgedWindow } from '../../model/schedule/fired-window.js';
import { TITLE_MEMO } from '../../model/temporal/memos.js';
import { STEPS_MEMO } from '../../model/pipeline/pipeline-memo.js';
import type { Interval } from '../../model/time/interval.js';
import type { Json } from '../../model/base/json.js';
import { valuesOfRuns } from '../../model/quality/kept/evaluation-value.js';
import type { EvaluationValue } from '../../model/quality/kept/evaluation-value.js';
import { firedPipelineWorkflowId } from '../../model/temporal/names.js';
import type { Plan } from '../../model/pipeline/plan.js';
import type { PipelineResult } from '../../model/pipeline/results.js';
import type { ScheduledPipeline } from '../../model/schedule/schedule.js';
import type { Verdict } from '../../model/run/verdict.js';
import { toUtc } from '../../model/time/window.js';
import { runPipeline } from '../pipeline/run-pipeline.js';
import { steady } from '../shared/activities.js';
import { childOptions } from '../shared/child-options.js';
import { endedBadly } from './ended-badly.js';
import type { Firing } from './firing.js';

/** Plans the pipeline for a window, and runs it in a child. */
export async function firePipeline(
  firing: Firing,
  work: ScheduledPipeline,
  interval: Interval | null,
): Promise<{ judged: JudgedWindow; workflowId: string; quality?: EvaluationValue[] }> {
  const { text, fileName, variables } = work;
  const inputs = inputsOf(work, interval);
  const planned = await steady.planPipeline({ text, fileName, variables, inputs });
  const plan = withRules(firing, planned);
  const workflowId = firedPipelineWorkflowId(plan.name, firing.id, interval && toUtc(interval.startMs));
  try {
    const { verdict, steps } = await start(firing, plan, workflowId);
    const reason = steps.find(({ state }) => state === 'failed')?.reason ?? null;
    const quality = valuesOfRuns(steps.flatMap((step) => step.quality ?? []));
    return { workflowId, quality, judged: judgedAs(verdict, verdict === 'good' ? null : reason) };
  } catch (error) {
    return { workflowId, judged: judgedAs('failed', endedBadly(error)) };
  }
}

/** The rules of the schedule take the place of the pipeline's. */
function withRules(firing: Firing, plan: Plan): Plan {
  const { notify } = firing.input;
  if (notify !== undefined) return { ...plan, notify };
  firing.rules = plan.notify;
  return plan;
}

const judgedAs = (verdict: Verdict, reason: string | null): JudgedWindow => ({
  verdict,
  isProven: verdict === 'good',
  isToBeCut: false,
  ...(reason === null ? {} : { reason }),
});

function inputsOf(
  { inputs, windowInputs }: ScheduledPipeline,
  interval: Interval | null,
): Record<string, Json> {
  if (interval === null || windowInputs === null) return inputs;
  const { start: first, end: last } = windowInputs;
  return { ...inputs, [first]: toUtc(interval.startMs), [last]: toUtc(interval.endMs) };
}

function start({ input, nominalMs }: Firing, plan: Plan, workflowId: string): Promise<PipelineResult> {
  const { schedule, hasSearchAttributes = false } = input;
  return executeChild(runPipeline, {
    args: [{ plan, isEndTold: true, ...(hasSearchAttributes ? { hasSearchAttributes: true } : {}) }],
    memo: { [TITLE_MEMO]: plan.name, [STEPS_MEMO]: stepMemos(plan) },
    ...childOptions({
      workflowId,
      summary: `pipeline ${plan.name} by schedule ${schedule}`,
      details: `Pipeline **${plan.name}** by schedule ${schedule}, at ${toUtc(nominalMs)}.`,
      searchAttributes: hasSearchAttributes ? { pipeline: plan.name } : null,
    }),
  });
}
