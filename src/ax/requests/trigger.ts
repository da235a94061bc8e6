import { z } from 'zod';
import type { EvaluationTrigger, TriggerFields } from '../../model/api/requests.js';
import { plainId } from '../../model/api/resource-id.js';
import { instantMs, toUtc, windowProblem } from '../../model/time/window.js';
import type { Rule } from '../checks/check.js';
import { filter, freeText, id, ids, instant, name, positive, reference, yesOrNo } from '../checks/fields.js';

const scalar = z.union([freeText, z.number(), z.boolean()], {
  error: 'must be a string, a number, true or false',
});

/** The members of a trigger, for any kind of task. */
export const triggerShape = {
  dataStartTime: instant.optional(),
  dataEndTime: instant.optional(),
  maxSpans: positive.optional(),
  overrideEvaluations: yesOrNo.optional(),
  experimentIds: ids.optional(),
  experimentName: name.optional(),
  queryFilter: filter.optional(),
  datasetVersionId: id.optional(),
  exampleIds: ids.min(1, { error: 'must have at least one example' }).optional(),
  maxExamples: positive.optional(),
  tracingMetadata: z
    .record(z.string(), scalar, { error: 'must be an object with string, number or boolean values' })
    .optional(),
  evaluationTaskIds: z.array(reference, { error: 'must be a list of tasks' }).optional(),
};

/** Conflicts between the members, for any kind of task. */
export const triggerRules: Rule<TriggerFields> = (fields) => [
  windowOf(fields),
  fields.exampleIds !== undefined && fields.maxExamples !== undefined
    ? 'exampleIds and maxExamples are mutually exclusive'
    : null,
  /["\\]/.test(String(fields.experimentName ?? '')) ? 'experimentName must not contain " or \\' : null,
];

// Ends that are not times are reported as members.
function windowOf({ dataStartTime, dataEndTime }: TriggerFields): string | null {
  const readable = instant.safeParse(dataStartTime).success && instant.safeParse(dataEndTime).success;
  return readable ? windowProblem({ dataStartTime, dataEndTime } as EvaluationTrigger) : null;
}

/** The body of the POST. References are already resolved to IDs. */
export function triggerBody(fields: TriggerFields): Record<string, unknown> {
  const body = {
    data_start_time: inUtc(fields.dataStartTime),
    data_end_time: inUtc(fields.dataEndTime),
    max_spans: fields.maxSpans,
    override_evaluations: fields.overrideEvaluations,
    experiment_ids: fields.experimentIds?.map(plainId),
    experiment_name: fields.experimentName,
    query_filter: fields.queryFilter,
    dataset_version_id: fields.datasetVersionId === undefined ? undefined : plainId(fields.datasetVersionId),
    example_ids: fields.exampleIds?.map(plainId),
    max_examples: fields.maxExamples,
    tracing_metadata: fields.tracingMetadata === undefined ? undefined : asTexts(fields.tracingMetadata),
    evaluation_task_ids: fields.evaluationTaskIds?.map(plainId),
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function inUtc(time: string | undefined): string | undefined {
  const ms = time === undefined ? null : instantMs(time);
  return ms === null ? undefined : toUtc(ms);
}

const asTexts = (metadata: Record<string, string | number | boolean>): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, String(value)]));
