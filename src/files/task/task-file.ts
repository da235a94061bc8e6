import { z } from 'zod';
import { TASK_TYPES } from '../../model/api/task.js';
import * as field from '../document/fields.js';

const TYPE = 'template_evaluation, code_evaluation or run_experiment';

const taskType = z
  .string({ error: TYPE })
  .transform((type) => type.toUpperCase())
  .pipe(z.enum(TASK_TYPES, { error: TYPE }))
  .meta({ description: TYPE, examples: ['template_evaluation', 'code_evaluation', 'run_experiment'] });

const queryMapping = z
  .strictObject(
    {
      variableName: field.nonEmptyText,
      queryIds: z.array(field.nonEmptyText, { error: 'a list of filter ids' }).default([]),
      attributePath: field.nonEmptyText,
    },
    { error: field.unlessMapping('a mapping with variableName and attributePath') },
  )
  .meta({ title: 'query mapping' });

const evaluator = z
  .strictObject(
    {
      evaluatorId: field.nonEmptyText,
      evaluatorVersionId: field.nonEmptyText.nullable().optional(),
      queryFilter: field.nonEmptyText.nullable().optional(),
      columnMappings: field.textMap.nullable().optional(),
      queryMappings: z.array(queryMapping, { error: 'a list of mappings' }).optional(),
    },
    { error: field.unlessMapping('a mapping with evaluatorId') },
  )
  .meta({ title: 'evaluator' });

const namedFilter = z
  .strictObject(
    { id: field.nonEmptyText, filter: field.nonEmptyText },
    { error: field.unlessMapping('a mapping with id and filter') },
  )
  .meta({ title: 'filter' });

const queryFilters = z
  .strictObject(
    {
      filters: z.array(namedFilter, { error: 'a list of filters' }),
      expression: field.nonEmptyText.optional(),
    },
    { error: field.unlessMapping('a mapping with filters and expression') },
  )
  .meta({ title: 'query filters' });

const EVALUATORS = 'a list of at least one evaluator';

const evaluationFields = {
  project: field.nonEmptyText.optional(),
  evaluators: z.array(evaluator, { error: EVALUATORS }).min(1, { error: EVALUATORS }).optional(),
  experimentIds: field.ids.optional(),
  allowNoExperiments: field.flag.optional(),
  samplingRate: field.share.optional(),
  isContinuous: field.flag.optional(),
  queryFilter: field.nonEmptyText.nullable().optional(),
  queryFilters: queryFilters.nullable().optional(),
};

/** A task file. Its fields are named as in a create request, and those of the run configuration as in the API. */
export const taskFile = z
  .strictObject(
    {
      $schema: field.text.optional().meta({ description: 'For editors; ignored.' }),
      name: field.nonEmptyText,
      type: taskType,
      space: field.nonEmptyText.optional(),
      dataset: field.nonEmptyText.optional(),
      ...evaluationFields,
      runConfiguration: z
        .looseObject(
          { experiment_type: field.nonEmptyText },
          { error: field.unlessMapping('a mapping with experiment_type') },
        )
        .optional(),
    },
    { error: field.unlessMapping('a mapping with name and type') },
  )
  .meta({ id: 'task', title: 'task' });

export type TaskFile = z.infer<typeof taskFile>;

/** Fields that apply only to evaluation tasks. */
export const EVALUATION_TASK_FIELDS = Object.keys(evaluationFields);
