import type { StepResult } from './results.js';

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
