import { workflowInfo } from '@temporalio/workflow';
import type { PipelineProgress, RunPipelineInput } from '../../model/pipeline/inputs.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { deadlineMsOf } from '../../model/time/deadline.js';
import { newTeller, rulesHere } from '../notification/teller.js';
import { newLoopState } from '../shared/loop.js';
import type { PipelineState } from '../step/pipeline-state.js';

/** The state at the start of the workflow; after continue-as-new, the state of the former execution. */
export function openPipeline(input: RunPipelineInput): PipelineState {
  const { plan, rerun, resume, hasSearchAttributes = false, isEndTold = false } = input;
  const startedAtMs = resume?.startedAtMs ?? Date.now();
  const kept = rerun?.kept.map((result) => ({ ...result, isKept: true as const })) ?? [];
  return {
    ...newLoopState(),
    plan,
    facts: { workflowId: workflowInfo().workflowId, startedAtMs },
    deadlineMs:
      resume === undefined ? deadlineMsOf(startedAtMs, plan.timeoutMs, undefined) : resume.deadlineMs,
    hasSearchAttributes,
    results: byId(resume?.results ?? kept),
    running: new Map(),
    notes: new Map(),
    rerunOf: rerun?.of.workflowId ?? null,
    attempts: new Map(Object.entries(resume?.attempts ?? rerun?.attempts ?? {})),
    reopened: byId(resume?.reopened ?? rerun?.partly ?? []),
    judged: byId(unjudged(rerun?.judged ?? [], resume)),
    opened: new Map(Object.entries(resume?.opened ?? {})),
    teller: newTeller(() => rulesHere(plan.notify, !isEndTold)),
    paused: resume?.paused ?? null,
  };
}

/** Only the first start of a step judges the gate on what is kept: a retry runs the step. */
function unjudged(judged: readonly StepResult[], resume: PipelineProgress | undefined): StepResult[] {
  const started = [...(resume?.results ?? []), ...(resume?.reopened ?? [])].map(({ id }) => id);
  return judged.filter(({ id }) => !started.includes(id));
}

const byId = (results: readonly StepResult[]): Map<string, StepResult> =>
  new Map(results.map((result) => [result.id, result]));

/** What the next execution needs after continue-as-new. */
export const progressOf = (state: PipelineState): PipelineProgress => ({
  startedAtMs: state.facts.startedAtMs,
  deadlineMs: state.deadlineMs,
  results: [...state.results.values()],
  paused: state.paused,
  attempts: Object.fromEntries(state.attempts),
  reopened: [...state.reopened.values()],
  ...(state.opened.size === 0 ? {} : { opened: Object.fromEntries(state.opened) }),
});
