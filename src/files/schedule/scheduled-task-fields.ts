import { DEADLINE_POLICIES } from '../../model/api/policies.js';
import * as field from '../document/fields.js';

/** What only evaluation tasks take. The words are those of a pipeline's step, without expressions. */
const evaluationFields = {
  maxSpans: field.count.optional().meta({ description: 'At most so many spans; 10,000 when absent.' }),
  overrideEvaluations: field.flag
    .optional()
    .meta({ description: 'Evaluates again what has a label already.' }),
  experimentIds: field.ids.optional().meta({ description: 'Experiments of the dataset to evaluate.' }),
};

/** What only tasks take that run experiments. A name would be taken after the first firing, so each gets one of its own. */
const runExperimentFields = {
  queryFilter: field.nonEmptyText.optional(),
  datasetVersionId: field.nonEmptyText.optional(),
  exampleIds: field.ids.optional().meta({ description: 'Only these examples; excludes maxExamples.' }),
  maxExamples: field.count.optional().meta({ description: 'At most so many examples.' }),
  tracingMetadata: field.scalarMap.optional().meta({ description: 'Turns tracing on.' }),
  evaluationTaskIds: field.ids.optional().meta({
    description: 'Evaluation tasks that the server starts by itself after the experiment.',
  }),
};

const policyFields = {
  timeout: field.duration
    .optional()
    .meta({ description: 'For each window, from the trigger on. Absent: no deadline.' }),
  onTimeout: field
    .oneOf(DEADLINE_POLICIES)
    .optional()
    .meta({ description: 'What happens to the run when `timeout` passes; cancel when absent.' }),
  pollInterval: field.pollInterval.optional(),
  maxErrorShare: field.share.optional().meta({
    description: 'Highest share of errors that is still good, 0 to 1; 0 when absent.',
  }),
  allowEmpty: field.flag.optional().meta({
    description:
      'A run that found nothing is good. Absent: it is not, but in the mode watermark where its window ended 2h before.',
  }),
  allowTruncated: field.flag.optional().meta({
    description:
      'A run that stopped at maxSpans is good. Absent: it is, but in the mode watermark its window is cut in two.',
  }),
};

/** A task's fields in a schedule file, beside `task` and `space`. */
export const scheduledTaskFields = { ...evaluationFields, ...runExperimentFields, ...policyFields };

export const SCHEDULED_EVALUATION_FIELDS = Object.keys(evaluationFields);
export const SCHEDULED_EXPERIMENT_FIELDS = Object.keys(runExperimentFields);
export const SCHEDULED_TASK_FIELDS = Object.keys(scheduledTaskFields);
