import { z } from 'zod';
import * as field from '../document/fields.js';
import { flowFields } from './flow-fields.js';
import { gateFile } from '../gate/gate-file.js';
import { taskFile } from '../task/task-file.js';
import { evaluationFields, runExperimentFields, waitFields } from './trigger-fields.js';

const APPROVAL = 'a message, or a mapping with message';

const approvalFile = z
  .union(
    [
      field.nonEmptyText,
      z
        .strictObject(
          {
            message: field.nonEmptyText,
            timeout: field.duration.optional().meta({ description: 'Default: no time limit.' }),
            onTimeout: field.oneOf(['approve', 'reject']).optional().meta({
              description: 'What happens if nobody decides in time. Default: reject.',
            }),
          },
          { error: field.unlessMapping(APPROVAL) },
        )
        .meta({ title: 'approval' }),
    ],
    { error: APPROVAL },
  )
  .meta({
    description: 'Waits for approval: ax-tasks pipeline approve WORKFLOW STEP.',
    examples: ['Release it?', { message: 'Release it?', timeout: '2d' }],
  });

const spansFile = z
  .strictObject(
    {
      min: field.dynamicCount.meta({ description: 'Minimum number of spans in the window of the step.' }),
      filter: field.nonEmptyText
        .optional()
        .meta({ description: "Counts only spans that match, in the service's filter language." }),
    },
    { error: field.unlessMapping('a mapping with min') },
  )
  .meta({ title: 'spans', examples: [{ min: 100 }, { min: 100, filter: "status_code = 'OK'" }] });

const requirementFile = z
  .strictObject(
    {
      dataset: field.nonEmptyText.optional(),
      minExamples: field.dynamicCount
        .optional()
        .meta({ description: 'Minimum number of examples in the dataset. Default: 1.' }),
      experiment: field.nonEmptyText.optional(),
      minRuns: field.dynamicCount
        .optional()
        .meta({ description: 'Minimum number of runs in the experiment. Default: 1.' }),
      evaluator: field.nonEmptyText.optional(),
      version: field.nonEmptyText
        .optional()
        .meta({ description: 'ID or commit hash that the task must have pinned. Default: any.' }),
      integration: field.nonEmptyText.optional(),
      spans: spansFile.optional(),
      until: field.duration.optional().meta({
        description:
          'Waits this long, from the start of the step, until the dataset, the experiment or the spans are there. Default: fails at once.',
      }),
      space: field.nonEmptyText.optional(),
    },
    { error: field.unlessMapping('a mapping with dataset, experiment, spans, evaluator or integration') },
  )
  .meta({
    title: 'requirement',
    examples: [
      { dataset: 'questions', minExamples: 50 },
      { spans: { min: 100 }, until: '2h' },
      { evaluator: 'relevance', version: '3f2c1a9' },
    ],
  });

const REQUIRES = 'a list of requirements';

const workFields = {
  task: field.nonEmptyText
    .optional()
    .meta({ description: 'Name or ID of the task; a name requires `space`.' }),
  space: field.nonEmptyText.optional().meta({ description: "Name or ID. Default: the pipeline's space." }),
  ensure: taskFile.optional().meta({
    description: 'The task as code: creates the task, or updates it if it differs, and then triggers it.',
  }),
  trigger: field.flag.optional().meta({ description: 'false: do not trigger the task of `ensure`.' }),
  activity: field.activityName
    .optional()
    .meta({ description: 'An activity of your own worker. Its result is the output `result`.' }),
  with: field.anyJson.optional().meta({ description: 'The argument of the activity: any value.' }),
  approval: approvalFile.optional(),
  gate: gateFile.optional(),
  requires: z
    .array(requirementFile, { error: REQUIRES })
    .min(1, { error: REQUIRES })
    .optional()
    .meta({ description: 'What must exist before the step starts a run.' }),
};

/** One step of a pipeline file. */
export const stepFile = z
  .strictObject(
    {
      id: field.stepId,
      needs: field.stepIds.optional().meta({
        description:
          'Steps that must end first. Default: the steps of experimentsFrom, else the step before; []: none.',
      }),
      ...workFields,
      ...evaluationFields,
      ...runExperimentFields,
      ...waitFields,
      ...flowFields,
      outputs: field.expressionMap.optional().meta({
        description: 'CEL expressions by name. `self` is this step; later steps read steps.<id>.outputs.',
      }),
    },
    { error: field.unlessMapping('a mapping with id and task') },
  )
  .meta({ id: 'step', title: 'step' });

export type StepFile = z.infer<typeof stepFile>;

/** Fields that apply only to evaluation tasks, and fields that apply only to run-experiment tasks. */
export const EVALUATION_FIELDS = Object.keys(evaluationFields);
export const RUN_EXPERIMENT_FIELDS = Object.keys(runExperimentFields);
export const WAIT_FIELDS = Object.keys(waitFields);
