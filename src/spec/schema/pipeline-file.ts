import { z } from 'zod';
import { DEADLINE_POLICIES } from '../../model/policies.js';
import type { SpecPath } from '../finding.js';
import * as field from './fields.js';

/** The window of a project evaluation in a file: half-open, at most 30 days. */
const windowFile = z
  .strictObject(
    {
      start: field.text.optional().meta({ description: 'Absent: the last run of the task.' }),
      end: field.text.optional().meta({ description: 'Absent: when the run is triggered.' }),
    },
    { error: field.unlessMapping('a mapping with start and end') },
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
    description:
      'Evaluation tasks that the server starts by itself after the experiment; they are waited for.',
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
  settle: field.duration.optional().meta({
    description: 'How long a run may take to show up in the list after its trigger; 15s when absent.',
  }),
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
  { error: field.unlessMapping('a mapping with id and task') },
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
    timeout: field.duration.optional().meta({
      description:
        'For the whole pipeline: each step has what is left of it, and none is started afterwards.',
    }),
    steps: z.array(stepFile, { error: STEPS }).min(1, { error: STEPS }).max(500, { error: STEPS }),
  },
  { error: field.unlessMapping('a mapping with version, name and steps') },
);

export type PipelineFile = z.infer<typeof pipelineFile>;
export type StepFile = z.infer<typeof stepFile>;

const MEMBERS_OF = {
  pipeline: Object.keys(pipelineFile.shape),
  step: Object.keys(stepFile.shape),
  window: Object.keys(windowFile.shape),
};

/** The mappings of a pipeline file by their place. */
export function pipelineMappingAt(path: SpecPath): { noun: string; members: readonly string[] } {
  const name = path.length === 0 ? 'pipeline' : path.length === 2 ? 'step' : 'window';
  return { noun: `a ${name}`, members: MEMBERS_OF[name] };
}

/** Fields that only evaluation tasks take, and those that only run-experiment tasks take. */
export const EVALUATION_FIELDS = Object.keys(evaluationFields);
export const RUN_EXPERIMENT_FIELDS = Object.keys(runExperimentFields);
