import { condition, workflowInfo } from '@temporalio/workflow';
import type { CancellationScope, ChildWorkflowHandle } from '@temporalio/workflow';
import { deadlineMsOf } from '../../model/time/deadline.js';
import type { RunPipelineInput, PipelineProgress } from '../../model/pipeline/inputs.js';
import type { ControlRequest } from '../../model/base/control-request.js';
import type { Decision } from '../../model/pipeline/messages.js';
import type { StepNote } from '../../model/pipeline/pipeline-memo.js';
import type { Plan } from '../../model/pipeline/plan.js';
import type { StepResult } from '../../model/pipeline/results.js';
import type { PipelineFacts } from '../../model/pipeline/step-facts.js';
import type { runFanOut } from '../fan-out/run-fan-out.js';

/** A step under way. */
export interface RunningStep {
  /** Cancelling it cancels the step alone. */
  scope: CancellationScope;
  /** Somebody asked to skip it while it ran. */
  skip: ControlRequest | null;
  /** The answer to its approval; null while there is none. */
  decision: Decision | null;
  fanOut: ChildWorkflowHandle<typeof runFanOut> | null;
}

/** The state of a pipeline while its workflow runs. Whatever changes it sets `hasNews`, which wakes the main loop. */
export interface Engine {
  readonly plan: Plan;
  readonly facts: PipelineFacts;
  readonly deadlineMs: number | null;
  readonly hasSearchAttributes: boolean;
  readonly results: Map<string, StepResult>;
  readonly running: Map<string, RunningStep>;
  readonly notes: Map<string, StepNote>;
  /** Triggers by step id, those before a rerun included. */
  readonly attempts: Map<string, number>;
  /** What steps that were opened again had come to before. */
  readonly reopened: Map<string, StepResult>;
  paused: PipelineProgress['paused'];
  isCancelled: boolean;
  /** All has ended: nothing is changed any more. */
  isConcluding: boolean;
  hasNews: boolean;
}

export function openEngine(input: RunPipelineInput): Engine {
  const { plan, rerun, resume, hasSearchAttributes = false } = input;
  const startedAtMs = resume?.startedAtMs ?? Date.now();
  const before = rerun?.kept ?? [];
  const kept = before.filter(countsAsDone).map((result) => ({ ...result, isKept: true as const }));
  return {
    plan,
    facts: { workflowId: workflowInfo().workflowId, startedAtMs },
    deadlineMs:
      resume === undefined ? deadlineMsOf(startedAtMs, plan.timeoutMs, undefined) : resume.deadlineMs,
    hasSearchAttributes,
    results: byId(resume?.results ?? kept),
    running: new Map(),
    notes: new Map(),
    attempts: new Map(Object.entries(resume?.attempts ?? rerun?.attempts ?? {})),
    reopened: byId(resume?.reopened ?? before.filter((result) => !countsAsDone(result))),
    paused: resume?.paused ?? null,
    isCancelled: false,
    isConcluding: false,
    hasNews: true,
  };
}

// Of a fan-out that failed, the items that ended well are kept where it is run again.
const countsAsDone = ({ state, isIgnored }: StepResult): boolean =>
  state === 'succeeded' || state === 'skipped' || isIgnored === true;

const byId = (results: readonly StepResult[]): Map<string, StepResult> =>
  new Map(results.map((result) => [result.id, result]));

/** What the next execution goes on with. */
export const progressOf = (engine: Engine): PipelineProgress => ({
  startedAtMs: engine.facts.startedAtMs,
  deadlineMs: engine.deadlineMs,
  results: [...engine.results.values()],
  paused: engine.paused,
  attempts: Object.fromEntries(engine.attempts),
  reopened: [...engine.reopened.values()],
});

export function note(engine: Engine, stepId: string, text: StepNote | null): void {
  if (text === null) engine.notes.delete(stepId);
  else engine.notes.set(stepId, text);
  engine.hasNews = true;
}

/** A phase that begins now. */
export const phase = (name: StepNote['phase'], more: Partial<StepNote> = {}): StepNote => ({
  phase: name,
  since: new Date().toISOString(),
  ...more,
});

/** Rejects where the current scope is cancelled meanwhile. */
export const untilResumed = (engine: Engine): Promise<void> => condition(() => engine.paused === null);
