import { z } from 'zod';
import * as field from '../document/fields.js';
import { AMBIGUITY_POLICIES, DEADLINE_POLICIES } from '../../model/api/policies.js';

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
    title: 'window',
    description: 'Half-open [start, end) of at most 30 days; ISO 8601 times with zone.',
    examples: [{ start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' }],
  });

/** What only evaluation tasks take. */
export const evaluationFields = {
  window: windowFile.optional(),
  maxSpans: field.dynamicCount.optional().meta({ description: 'At most so many spans; 10,000 when absent.' }),
  overrideEvaluations: field.dynamicFlag
    .optional()
    .meta({ description: 'Evaluates again what has a label already.' }),
  experimentIds: field.dynamicIds.optional().meta({ description: 'Experiments of the dataset to evaluate.' }),
  experimentsFrom: field.stepIds.optional().meta({
    description: 'Steps whose experiments this evaluation runs on; they are waited for.',
    examples: [['answer']],
  }),
};

/** What only tasks take that run experiments. */
export const runExperimentFields = {
  experimentName: field.dynamicExperimentName.optional().meta({
    description: 'Unique in the dataset. Absent: a name made from the task and the workflow.',
    examples: ['nightly-${{ inputs.model }}'],
  }),
  queryFilter: field.nonEmptyText.optional(),
  datasetVersionId: field.nonEmptyText.optional(),
  exampleIds: field.dynamicIds.optional().meta({ description: 'Only these examples; excludes maxExamples.' }),
  maxExamples: field.dynamicCount.optional().meta({ description: 'At most so many examples.' }),
  tracingMetadata: field.scalarMap.optional().meta({ description: 'Turns tracing on.' }),
  evaluationTaskIds: field.dynamicIds.optional().meta({
    description:
      'Evaluation tasks that the server starts by itself after the experiment; they are waited for.',
  }),
};

/** How a run is waited for, and what counts as good. */
export const waitFields = {
  timeout: field.duration.optional().meta({
    description: 'From the trigger on (of an activity: for each attempt). Absent: no deadline.',
    examples: ['2h'],
  }),
  onTimeout: field
    .oneOf(DEADLINE_POLICIES)
    .optional()
    .meta({ description: 'What happens to the run when `timeout` passes; cancel when absent.' }),
  pollInterval: field.pollInterval.optional(),
  maxErrorShare: field.dynamicShare.optional().meta({
    description: 'Highest share of errors that is still good, 0 to 1; 0 when absent.',
  }),
  allowEmpty: field.dynamicFlag
    .optional()
    .meta({ description: 'A run that found nothing to evaluate is good; false when absent.' }),
  allowTruncated: field.dynamicFlag
    .optional()
    .meta({ description: 'A run that stopped at maxSpans is good; true when absent.' }),
  onAmbiguous: field
    .oneOf(AMBIGUITY_POLICIES)
    .optional()
    .meta({ description: 'When it cannot be told whether a trigger took effect; retry when absent.' }),
  settle: field.duration.optional().meta({
    description: 'How long a run may take to show up in the list after its trigger; 15s when absent.',
  }),
};
