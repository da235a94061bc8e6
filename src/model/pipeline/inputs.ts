import type { Plan } from './plan.js';
import type { StepResult } from './results.js';

/** Input of the workflow `runPipeline`. */
export interface RunPipelineInput {
  plan: Plan;
  /** What a rerun takes over from the execution that it repeats; absent if it is not a rerun. */
  rerun?: PipelineRerun;
  /** Who started it sees and tells how it ends, as a firing does: it tells only what happens before. */
  isEndTold?: boolean;
  /** Sets the custom search attributes (`model/temporal/search-attributes.ts`), which must exist in the namespace. */
  hasSearchAttributes?: boolean;
  /** Set by the workflow itself when it continues as new. */
  resume?: PipelineProgress;
}

/** What a rerun takes over from the execution that it repeats. */
export interface PipelineRerun {
  of: { workflowId: string; executionId: string };
  /** The results of the steps that are not run again. */
  kept: StepResult[];
  /** The results of fan-outs that are run again, without the items that succeeded. */
  partly: StepResult[];
  /** The results of steps whose work is kept and whose gate is judged again. */
  judged: StepResult[];
  /** The attempts of the runs before, by step id: an experiment must not get a name that is taken. */
  attempts: Record<string, number>;
}

/** What a pipeline takes along when it continues as new; no step is running then. */
export interface PipelineProgress {
  /** Milliseconds since 1970. */
  startedAtMs: number;
  deadlineMs: number | null;
  results: StepResult[];
  paused: { atMs: number; by: string; reason?: string } | null;
  /** The attempts so far by step id, including those before a rerun. */
  attempts: Record<string, number>;
  /** The former results of steps that are to be tried again and have not started yet. */
  reopened: StepResult[];
  /** How often people opened each step again, by step id; absent: never. */
  opened?: Record<string, number>;
}
