import { z } from 'zod';
import { DEADLINE_POLICIES } from '../../model/policies.js';
import * as field from './fields.js';

const only = (expected: string) => (issue: { code: string | undefined }) =>
  issue.code === 'invalid_type' ? expected : undefined;

/** The window of a project evaluation in a file: half-open, at most 30 days. */
export const windowFile = z
  .strictObject(
    {
      start: field.text.optional().meta({ description: 'Absent: the last run of the task.' }),
      end: field.text.optional().meta({ description: 'Absent: when the run is triggered.' }),
    },
    { error: only('a mapping with start and end') },
  )
  .meta({
    description: 'Half-open [start, end) of at most 30 days; ISO 8601 times with zone.',
    examples: [{ start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' }],
  });

const evaluationFields = {
  window: windowFile.optional(),
  maxSpans: field.count.optional(),
  overrideEvaluations: field.flag.optional(),
  experimentIds: field.ids.optional(),
  experimentsFrom: field.stepIds.optional().meta({
    description: 'Steps whose experiments this evaluation runs on; they are waited for.',
  }),
};

const runExperimentFields = {
  experimentName: field.experimentName.optional(),
  queryFilter: field.nonEmptyText.optional(),
  datasetVersionId: field.nonEmptyText.optional(),
  exampleIds: field.ids.optional(),
  maxExamples: field.count.optional(),
  tracingMetadata: field.scalarMap.optional(),
  evaluationTaskIds: field.ids.optional().meta({
    description: 'Evaluation tasks that the server starts by itself; nobody waits for them.',
  }),
};

const waitFields = {
  timeout: field.duration.optional(),
  onTimeout: z
    .enum(DEADLINE_POLICIES, { error: 'cancel, detach or extend' })
    .optional()
    .meta({ description: 'What happens to the run when `timeout` passes; cancel when absent.' }),
  pollInterval: field.pollInterval.optional(),
  maxErrorShare: field.share.optional(),
  allowEmpty: field.flag.optional(),
  allowTruncated: field.flag.optional(),
  onAmbiguous: z
    .enum(['retry', 'fail'], { error: 'retry or fail' })
    .optional()
    .meta({ description: 'When it cannot be told whether a trigger took effect; retry when absent.' }),
};

/** One step of a pipeline file. */
export const stepFile = z.strictObject(
  {
    id: field.stepId,
    task: field.nonEmptyText.meta({ description: 'Name or ID of the task; a name needs `space`.' }),
    space: field.nonEmptyText.optional().meta({ description: 'Name or ID; the pipeline’s when absent.' }),
    needs: field.stepIds.optional().meta({
      description:
        'Steps that must end well first. Absent: those of experimentsFrom, else the step before; []: none.',
    }),
    ...evaluationFields,
    ...runExperimentFields,
    ...waitFields,
  },
  { error: only('a mapping with id and task') },
);

const STEPS = 'a list of 1 to 500 steps';

/** A pipeline file. */
export const pipelineFile = z.strictObject(
  {
    $schema: field.text.optional().meta({ description: 'For editors; not read.' }),
    version: z.literal(1, { error: '1' }),
    name: field.nonEmptyText,
    labels: field.textMap.optional(),
    space: field.nonEmptyText.optional().meta({ description: 'Name or ID; the default of all steps.' }),
    steps: z.array(stepFile, { error: STEPS }).min(1, { error: STEPS }).max(500, { error: STEPS }),
  },
  { error: only('a mapping with version, name and steps') },
);

export type PipelineFile = z.infer<typeof pipelineFile>;
export type StepFile = z.infer<typeof stepFile>;

/** Fields that only evaluation tasks take, and those that only run-experiment tasks take. */
export const EVALUATION_FIELDS = Object.keys(evaluationFields);
export const RUN_EXPERIMENT_FIELDS = Object.keys(runExperimentFields);
