import type { PipelineResult } from './results.js';
import type { RunResult } from '../run/run-result.js';

/** The result of a workflow, with where and when it ran. Times are ISO 8601 with zone. */
export interface Concluded<Result> {
  workflowId: string;
  /** Its address in Temporal's web interface; null if unknown. */
  uiUrl: string | null;
  /** Temporal's status of the workflow: `COMPLETED` or `CANCELLED`. */
  status: string;
  startedAt: string;
  endedAt: string | null;
  result: Result;
}

export interface PipelineDocument {
  version: 1;
  kind: 'pipeline';
  data: Concluded<PipelineResult>;
}

export interface RunDocument {
  version: 1;
  kind: 'run';
  data: Concluded<RunResult> & { runId: string | null };
}

/**
 * The result of a pipeline or a run for programs: `-o json` prints it, `schema/result.schema.json` describes it, and every
 * report is made from it.
 */
export type ResultDocument = PipelineDocument | RunDocument;
