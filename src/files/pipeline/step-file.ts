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
            timeout: field.duration.optional().meta({ description: 'Absent: for as long as it takes.' }),
            onTimeout: field.oneOf(['approve', 'reject']).optional().meta({
              description: 'What an approval that nobody gave in time counts as; reject when absent.',
            }),
          },
          { error: field.unlessMapping(APPROVAL) },
        )
        .meta({ title: 'approval' }),
    ],
    { error: APPROVAL },
  )
  .meta({
    description: 'Somebody has to say yes: ax-tasks pipeline approve WORKFLOW STEP.',
    examples: ['Release it?', { message: 'Release it?', timeout: '2d' }],
  });

const requirementFile = z
  .strictObject(
    {
      dataset: field.nonEmptyText.optional(),
      minExamples: field.dynamicCount.optional().meta({ description: 'Of the dataset; 1 when absent.' }),
      experiment: field.nonEmptyText.optional(),
      minRuns: field.dynamicCount.optional().meta({ description: 'Of the experiment; 1 when absent.' }),
      evaluator: field.nonEmptyText.optional(),
      version: field.nonEmptyText
        .optional()
        .meta({ description: 'ID or commit hash that the task must have pinned; any when absent.' }),
      integration: field.nonEmptyText.optional(),
      space: field.nonEmptyText.optional(),
    },
    { error: field.unlessMapping('a mapping with dataset, experiment, evaluator or integration') },
  )
  .meta({
    title: 'requirement',
    examples: [
      { dataset: 'questions', minExamples: 50 },
      { evaluator: 'relevance', version: '3f2c1a9' },
    ],
  });

const REQUIRES = 'a list of requirements';

const workFields = {
  task: field.nonEmptyText.optional().meta({ description: 'Name or ID of the task; a name needs `space`.' }),
  space: field.nonEmptyText.optional().meta({ description: 'Name or ID; the pipeline’s when absent.' }),
  ensure: taskFile.optional().meta({
    description: 'The task as code: it is created, or updated if it differs, and then triggered.',
  }),
  trigger: field.flag.optional().meta({ description: 'false: the task of `ensure` is not triggered.' }),
  activity: field.activityName
    .optional()
    .meta({ description: 'An activity of a worker of your own; its result is the output `result`.' }),
  with: field.anyJson.optional().meta({ description: "The activity's one argument: anything." }),
  approval: approvalFile.optional(),
  gate: gateFile.optional(),
  requires: z
    .array(requirementFile, { error: REQUIRES })
    .min(1, { error: REQUIRES })
    .optional()
    .meta({ description: 'What must be there before money is spent.' }),
};

/** One step of a pipeline file. */
export const stepFile = z
  .strictObject(
    {
      id: field.stepId,
      needs: field.stepIds.optional().meta({
        description:
          'Steps that must have ended first. Absent: those of experimentsFrom, else the step before; []: none.',
      }),
      ...workFields,
      ...evaluationFields,
      ...runExperimentFields,
      ...waitFields,
      ...flowFields,
      outputs: field.expressionMap.optional().meta({
        description: 'CEL expressions by name; `self` is this step, and later ones read steps.<id>.outputs.',
      }),
    },
    { error: field.unlessMapping('a mapping with id and task') },
  )
  .meta({ id: 'step', title: 'step' });

export type StepFile = z.infer<typeof stepFile>;

/** Fields that only evaluation tasks take, and those that only run-experiment tasks take. */
export const EVALUATION_FIELDS = Object.keys(evaluationFields);
export const RUN_EXPERIMENT_FIELDS = Object.keys(runExperimentFields);
export const WAIT_FIELDS = Object.keys(waitFields);
