import { z } from 'zod';
import type { QueryFilters, QueryMapping, Task, TaskEvaluator } from '../../model/api/task.js';
import { maybeText, membersBeside, namesOf, upperText } from './parts.js';
import { runConfigurationSchema } from './run-configuration.js';

/** The named filters of a TRACE or SESSION task; null if there are none, or their shape is unknown. */
const queryFiltersSchema: z.ZodType<QueryFilters | null> = z
  .looseObject({
    filters: z.array(z.looseObject({ id: z.string(), filter: z.string() })),
    expression: z.string().nullish(),
  })
  .transform(({ filters, expression }) => ({
    filters: filters.map(({ id, filter }) => ({ id, filter })),
    ...(typeof expression === 'string' ? { expression } : {}),
  }))
  .nullable()
  .catch(null);

const queryMappingsSchema: z.ZodType<QueryMapping[] | null> = z
  .array(
    z
      .looseObject({
        variable_name: z.string(),
        query_ids: z.array(z.string()).nullish(),
        attribute_path: z.string(),
      })
      .transform((wire) => ({
        variableName: wire.variable_name,
        queryIds: wire.query_ids ?? [],
        attributePath: wire.attribute_path,
      })),
  )
  .nullable()
  .catch(null);

const evaluator: z.ZodType<TaskEvaluator> = z
  .looseObject({
    evaluator_id: z.string(),
    evaluator_name: maybeText,
    evaluator_version_id: maybeText,
    query_filter: maybeText,
    column_mappings: z.record(z.string(), z.string()).nullish().catch(null),
    query_mappings: queryMappingsSchema.optional(),
  })
  .transform((wire) => ({
    evaluatorId: wire.evaluator_id,
    evaluatorName: wire.evaluator_name,
    evaluatorVersionId: wire.evaluator_version_id,
    queryFilter: wire.query_filter,
    columnMappings: wire.column_mappings ?? null,
    queryMappings: wire.query_mappings ?? null,
  }));

const shape = {
  id: z.string().min(1),
  name: z.string(),
  type: upperText,
  project_id: maybeText,
  dataset_id: maybeText,
  sampling_rate: z.number().nullish(),
  is_continuous: z.boolean().nullish(),
  query_filter: maybeText,
  query_filters: queryFiltersSchema.optional(),
  evaluators: z.array(evaluator).nullish(),
  experiment_ids: z.array(z.string()).nullish(),
  run_configuration: runConfigurationSchema.nullish(),
  last_run_at: maybeText,
  created_at: z.string(),
  updated_at: z.string(),
  created_by_user_id: maybeText,
};
const wire = z.looseObject(shape);
const known = namesOf(shape);

/** A task (docs/api-contract.md 1.3). */
export const taskSchema: z.ZodType<Task> = wire.transform(toTask);

function toTask(task: z.output<typeof wire>): Task {
  return {
    id: task.id,
    name: task.name,
    type: task.type,
    projectId: task.project_id,
    datasetId: task.dataset_id,
    samplingRate: task.sampling_rate ?? null,
    isContinuous: task.is_continuous ?? false,
    queryFilter: task.query_filter,
    queryFilters: task.query_filters ?? null,
    evaluators: task.evaluators ?? [],
    experimentIds: task.experiment_ids ?? [],
    runConfiguration: task.run_configuration ?? null,
    lastRunAt: task.last_run_at,
    createdAt: task.created_at,
    updatedAt: task.updated_at,
    createdByUserId: task.created_by_user_id,
    extra: membersBeside(task, known),
  };
}
