import { DEADLINE_POLICIES, STALLED_POLICIES } from '../../model/api/policies.js';
import * as field from '../document/fields.js';

/** Fields that apply only to evaluation tasks, named as in a pipeline step, without expressions. */
const evaluationFields = {
  maxSpans: field.count.optional().meta({ description: 'Maximum number of spans. Default: 10,000.' }),
  overrideEvaluations: field.flag
    .optional()
    .meta({ description: 'Re-evaluates spans that already have labels.' }),
  experimentIds: field.ids.optional().meta({ description: 'Experiments of the dataset to evaluate.' }),
  quality: field.flag.optional().meta({
    description:
      'Whether what the evaluations of a project said is read after each run and kept for `ax-tasks quality`: 20 requests at most. Default: true.',
  }),
};

/** Fields that apply only to run-experiment tasks. There is no experiment name: each firing derives its own. */
const runExperimentFields = {
  shareDataset: field.shareDataset.optional(),
  queryFilter: field.nonEmptyText.optional(),
  datasetVersionId: field.nonEmptyText.optional(),
  exampleIds: field.ids
    .optional()
    .meta({ description: 'Only these examples. Cannot be combined with maxExamples.' }),
  maxExamples: field.count.optional().meta({ description: 'Maximum number of examples.' }),
  tracingMetadata: field.scalarMap.optional().meta({ description: 'Turns tracing on.' }),
  evaluationTaskIds: field.ids.optional().meta({
    description: 'Evaluation tasks that the server starts after the experiment.',
  }),
};

const policyFields = {
  timeout: field.duration
    .optional()
    .meta({ description: 'Time limit for each window, from the trigger on. Default: none.' }),
  onTimeout: field
    .oneOf(DEADLINE_POLICIES)
    .optional()
    .meta({ description: 'What happens to the run after `timeout`. Default: cancel.' }),
  stalledAfter: field.stalledAfter.optional(),
  onStalled: field
    .oneOf(STALLED_POLICIES)
    .optional()
    .meta({ description: 'What to do about a stalled run: alarm (default: report it) or fail (cancel it).' }),
  pollInterval: field.pollInterval.optional(),
  maxErrorShare: field.share.optional().meta({
    description: 'Maximum share of errors of a successful run, 0 to 1. Default: 0.',
  }),
  allowEmpty: field.flag.optional().meta({
    description:
      'Whether a run that found nothing succeeds. Default: false; in the mode watermark, true if its window ended 2h earlier.',
  }),
  allowTruncated: field.flag.optional().meta({
    description:
      'Whether a run that stopped at maxSpans succeeds. Default: true; in the mode watermark, its window is split in two.',
  }),
};

/** The fields of a task in a schedule file, besides `task` and `space`. */
export const scheduledTaskFields = { ...evaluationFields, ...runExperimentFields, ...policyFields };

export const SCHEDULED_EVALUATION_FIELDS = Object.keys(evaluationFields);
export const SCHEDULED_EXPERIMENT_FIELDS = Object.keys(runExperimentFields);
export const SCHEDULED_TASK_FIELDS = Object.keys(scheduledTaskFields);
