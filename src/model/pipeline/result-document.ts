import type { PipelineResult } from './results.js';
import type { RunResult } from '../run/run-result.js';

/** Where a workflow is, when it ran, and what it came to. Times are ISO 8601 with zone. */
export interface Concluded<Result> {
  workflowId: string;
  /** Where Temporal's web interface shows it; null where its address is not known. */
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
 * A result as programs get it: what `-o json` prints of a pipeline or a run, what `schema/result.schema.json` describes,
 * and what every report is made of.
 */
export type ResultDocument = PipelineDocument | RunDocument;
