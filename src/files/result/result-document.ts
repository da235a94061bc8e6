import { z } from 'zod';
import { time } from './parts.js';
import { pipelineResult } from './pipeline-result.js';
import { runResult } from './run-result.js';

const place = {
  workflowId: z.string(),
  uiUrl: z.string().nullable().meta({ description: 'Where Temporal’s web interface shows it.' }),
  status: z.string().meta({ description: 'Temporal’s status of the workflow: COMPLETED or CANCELLED.' }),
  startedAt: time,
  endedAt: time.nullable(),
};

/** A `ResultDocument` (`model/pipeline/result-document.ts`): what `-o json` prints of a pipeline or a run. */
export const resultDocument = z.discriminatedUnion('kind', [
  z.strictObject({
    version: z.literal(1),
    kind: z.literal('pipeline'),
    data: z.strictObject({ ...place, result: pipelineResult }),
  }),
  z.strictObject({
    version: z.literal(1),
    kind: z.literal('run'),
    data: z.strictObject({ ...place, runId: z.string().nullable(), result: runResult }),
  }),
]);
