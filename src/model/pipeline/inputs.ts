import type { Plan } from './plan.js';
import type { StepResult } from './results.js';

/** Input of the workflow `runPipeline`. */
export interface RunPipelineInput {
  plan: Plan;
  /** Of a rerun: the execution that it repeats, the steps whose results are kept, and how often the others were triggered. */
  rerun?: PipelineRerun;
  /** Custom search attributes are set (`model/search-attributes.ts`): they must exist in the namespace. */
  hasSearchAttributes?: boolean;
  /** Set by the workflow itself when it goes on in a new execution. */
  resume?: PipelineProgress;
}

/** What a rerun takes over from the execution that it repeats. */
export interface PipelineRerun {
  of: { workflowId: string; executionId: string };
  /** Those that ended well; of a fan-out that did not, it keeps the items that did. */
  kept: StepResult[];
  /** By step id: attempts of the runs before, so that an experiment is not asked for under a name that is taken. */
  attempts: Record<string, number>;
}

/** What a pipeline hands on when it goes on in a new execution; nothing runs at that moment. */
export interface PipelineProgress {
  /** Milliseconds since 1970. */
  startedAtMs: number;
  deadlineMs: number | null;
  results: StepResult[];
  paused: { atMs: number; by: string; reason?: string } | null;
  /** Triggers so far by step id, those of runs before a rerun included. */
  attempts: Record<string, number>;
  /** What steps had come to that somebody asked to retry, and that have not started again. */
  reopened: StepResult[];
}
