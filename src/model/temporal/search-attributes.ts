import type { RunBackfillInput } from '../backfill/backfill.js';
import { WORKFLOWS } from './workflow-types.js';
import type { RunPipelineInput } from '../pipeline/inputs.js';
import type { RunTaskInput } from '../run/inputs.js';
import type { RunFiringInput } from '../schedule/firing.js';

/**
 * The custom search attributes, all of Temporal's type `Keyword`. Opt-in: they must exist in the namespace before
 * anything sets them, since a workflow that sets an unknown one hangs.
 */
export const SEARCH_ATTRIBUTES = {
  /** The pipeline's name: of pipelines and of all that they start. */
  pipeline: 'AxPipeline',
  /** The step's id: of what a pipeline starts. */
  step: 'AxStep',
  /** The task: its name, or its ID until the name is known. */
  task: 'AxTask',
  /** How it ended (`good`, `errors`, `failed`, `cancelled`, `running`); not there before. */
  verdict: 'AxVerdict',
} as const;

/** What is known of a workflow; what is absent is not set. */
export type SearchAttributeValues = Partial<Record<keyof typeof SEARCH_ATTRIBUTES, string>>;

/** As Temporal's SDK takes it, at a start and in a workflow. */
export interface KeywordPair {
  key: { name: string; type: 'KEYWORD' };
  value: string;
}

// Some stores of Temporal's keep no longer keyword.
const MAX_LENGTH = 255;

export const searchAttributePairs = (values: SearchAttributeValues): KeywordPair[] =>
  Object.entries(values).map(([member, value]) => ({
    key: { name: SEARCH_ATTRIBUTES[member as keyof typeof SEARCH_ATTRIBUTES], type: 'KEYWORD' },
    value: value.slice(0, MAX_LENGTH),
  }));

/** Those of a workflow at its start; null for a kind that sets none. */
export function attributesAtStart(workflow: string, input: unknown): SearchAttributeValues | null {
  switch (workflow) {
    case WORKFLOWS.runPipeline:
      return { pipeline: (input as RunPipelineInput).plan.name };
    case WORKFLOWS.runTask:
      return { task: (input as RunTaskInput).intent.task };
    case WORKFLOWS.waitForRun:
      return {};
    case WORKFLOWS.runBackfill:
      return { task: (input as RunBackfillInput).plan.task.name };
    case WORKFLOWS.runFiring:
      return workAttributes(input as RunFiringInput);
    default:
      return null;
  }
}

const workAttributes = ({ work }: RunFiringInput): SearchAttributeValues =>
  work.kind === 'task' ? { task: work.task } : { pipeline: work.name };
