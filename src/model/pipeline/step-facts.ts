import type { CheckResult } from '../gate/evidence.js';
import type { Json } from '../base/json.js';
import { measuredOf } from './measured-step.js';
import { omit } from '../base/objects.js';
import type { Plan } from './plan.js';
import type { ItemResult, StepResult } from './results.js';
import type { Scope, StepFacts } from './scope.js';
import { NO_COUNTS, totalOf } from '../api/task-run.js';

/** When and as which workflow a pipeline was started. */
export interface PipelineFacts {
  workflowId: string;
  startedAtMs: number;
}

/** The scope of expressions that read these steps. Steps without a result are left out. `self`: the step itself. */
export function scopeFor(
  plan: Plan,
  { workflowId, startedAtMs }: PipelineFacts,
  results: ReadonlyMap<string, StepResult>,
  reads: readonly string[],
  self?: StepResult,
): Scope {
  const read = reads.map((id) => results.get(id)).filter((result) => result !== undefined);
  return {
    inputs: plan.inputs ?? {},
    pipeline: {
      name: plan.name,
      workflowId,
      startedAt: new Date(startedAtMs).toISOString(),
      labels: plan.labels,
    },
    steps: Object.fromEntries(read.map((result) => [result.id, stepFacts(result)])),
    ...(self === undefined ? {} : { self: stepFacts(self) }),
  };
}

function stepFacts(step: StepResult): StepFacts {
  const { result } = step;
  const { experimentIds, ...counts } = omit(measuredOf(step), 'runIds', 'windows');
  const total = totalOf(counts);
  return {
    state: step.state,
    outcome: result?.outcome.kind ?? null,
    reason: step.reason,
    runId: result?.runId ?? null,
    experimentId: result?.experimentId ?? null,
    experimentName: result?.experimentName ?? null,
    experimentIds,
    counts: { ...counts, total },
    errorShare: total === 0 ? 0 : counts.errors / total,
    gate: step.gate?.answer ?? null,
    scores: scoresOf(step.gate?.checks ?? []),
    outputs: step.outputs ?? {},
    items: (step.items ?? []).map(itemFacts),
    attempts: step.attempts,
  };
}

const scoresOf = (checks: readonly CheckResult[]): StepFacts['scores'] =>
  Object.fromEntries(
    checks.flatMap(({ check: { evaluation }, scores }) => {
      if (evaluation === undefined || scores === undefined) return [];
      const { count, mean, median } = scores;
      return [[evaluation, { count, mean, median }]];
    }),
  );

function itemFacts(item: ItemResult): Json {
  const { key, value, state, reason, outcome, runId, experimentId, attempts } = item;
  const counts = item.counts ?? NO_COUNTS;
  const total = totalOf(counts);
  return {
    ...{ key, value, state, reason, outcome, runId, experimentId, attempts },
    experimentIds: experimentId === null ? [] : [experimentId],
    counts: { ...counts, total },
    errorShare: total === 0 ? 0 : counts.errors / total,
  };
}
