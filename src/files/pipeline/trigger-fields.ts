import { z } from 'zod';
import * as field from '../document/fields.js';
import { AMBIGUITY_POLICIES, DEADLINE_POLICIES, NAME_TAKEN_POLICIES } from '../../model/api/policies.js';

/** The window of a project evaluation: half-open, at most 30 days. */
const windowFile = z
  .strictObject(
    {
      start: field.text.optional().meta({ description: 'Default: the last run of the task.' }),
      end: field.text.optional().meta({ description: 'Default: the time of the trigger.' }),
    },
    { error: field.unlessMapping('a mapping with start and end') },
  )
  .meta({
    title: 'window',
    description: 'Half-open [start, end) of at most 30 days; ISO 8601 times with a time zone.',
    examples: [{ start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' }],
  });

/** Fields that apply only to evaluation tasks. */
export const evaluationFields = {
  window: windowFile.optional(),
  maxSpans: field.dynamicCount.optional().meta({ description: 'Maximum number of spans. Default: 10,000.' }),
  overrideEvaluations: field.dynamicFlag
    .optional()
    .meta({ description: 'Re-evaluates spans that already have labels.' }),
  experimentIds: field.dynamicIds.optional().meta({ description: 'Experiments of the dataset to evaluate.' }),
  experimentsFrom: field.stepIds.optional().meta({
    description: 'Steps whose experiments this evaluation runs on. It waits for them.',
    examples: [['answer']],
  }),
};

/** Fields that apply only to run-experiment tasks. */
export const runExperimentFields = {
  experimentName: field.dynamicExperimentName.optional().meta({
    description: 'Unique in the dataset. Default: a name derived from the task and the workflow.',
    examples: ['nightly-${{ inputs.model }}'],
  }),
  onNameTaken: field.oneOf(NAME_TAKEN_POLICIES).optional().meta({
    description:
      'If the dataset has an experiment of this name already: fail (default), or reuse it and run nothing.',
  }),
  shareDataset: field.shareDataset.optional(),
  queryFilter: field.nonEmptyText.optional(),
  datasetVersionId: field.nonEmptyText.optional(),
  exampleIds: field.dynamicIds
    .optional()
    .meta({ description: 'Only these examples. Cannot be combined with maxExamples.' }),
  maxExamples: field.dynamicCount.optional().meta({ description: 'Maximum number of examples.' }),
  tracingMetadata: field.scalarMap.optional().meta({ description: 'Turns tracing on.' }),
  evaluationTaskIds: field.dynamicIds.optional().meta({
    description: 'Evaluation tasks that the server starts after the experiment. The step waits for them.',
  }),
};

/** `retry` is `fail`, with `stalled` among the outcomes to retry. */
const STEP_STALLED_POLICIES = ['alarm', 'retry', 'fail'] as const;

/** How a step waits for its run, and which outcomes count as success. */
export const waitFields = {
  timeout: field.duration.optional().meta({
    description: 'Time limit from the trigger on (for an activity, per attempt). Default: none.',
    examples: ['2h'],
  }),
  onTimeout: field
    .oneOf(DEADLINE_POLICIES)
    .optional()
    .meta({ description: 'What happens to the run after `timeout`. Default: cancel.' }),
  stalledAfter: field.stalledAfter.optional(),
  onStalled: field.oneOf(STEP_STALLED_POLICIES).optional().meta({
    description:
      'What to do about a stalled run: alarm (default: report it), fail (cancel it), or retry (cancel it and trigger again, once unless `retry` says more).',
  }),
  pollInterval: field.pollInterval.optional(),
  maxErrorShare: field.dynamicShare.optional().meta({
    description: 'Maximum share of errors of a successful run, 0 to 1. Default: 0.',
  }),
  allowEmpty: field.dynamicFlag
    .optional()
    .meta({ description: 'Whether a run that found nothing to evaluate succeeds. Default: false.' }),
  allowTruncated: field.dynamicFlag
    .optional()
    .meta({ description: 'Whether a run that stopped at maxSpans succeeds. Default: true.' }),
  quality: field.flag.optional().meta({
    description:
      'Whether what the evaluations of a project said is read after the run and kept for `ax-tasks quality`: 20 requests at most. Default: true.',
  }),
  onAmbiguous: field
    .oneOf(AMBIGUITY_POLICIES)
    .optional()
    .meta({ description: 'What to do if it is unknown whether a trigger took effect. Default: retry.' }),
  settle: field.duration.optional().meta({
    description: 'How long a run may take to appear in the list after its trigger. Default: 15s.',
  }),
};
