import { z } from 'zod';
import { CONFLICT_POLICIES, FAILURE_POLICIES, STEP_CONDITIONS } from '../../model/pipeline/plan.js';
import type { RetryReason } from '../../model/pipeline/plan.js';
import * as field from '../document/fields.js';
import { onEmptyFile } from './on-empty-file.js';

/** Outcomes of failed runs that can be retried. `onEmpty` handles empty runs. */
const RETRY_REASONS = [
  'failed',
  'gone',
  'refused',
  'timed-out-cancelled',
  'stalled',
  'cancelled-elsewhere',
  'succeeded-with-errors',
] as const satisfies readonly RetryReason[];

export const DEFAULT_RETRY_REASONS: readonly RetryReason[] = ['failed', 'gone'];

const RETRY_ON = `a list of outcomes: ${RETRY_REASONS.join(', ')}`;

const retryFile = z
  .strictObject(
    {
      attempts: field.count.meta({ description: 'Number of triggers, including the first one.' }),
      backoff: field.duration.optional().meta({
        description: 'Wait before the second attempt, doubled before each further one. Default: 30s.',
      }),
      maxBackoff: field.duration.optional().meta({ description: 'Default: 10m.' }),
      on: z
        .array(field.oneOf(RETRY_REASONS), { error: RETRY_ON })
        .min(1, { error: RETRY_ON })
        .optional()
        .meta({ description: 'Outcomes to retry. Default: failed and gone.' }),
    },
    { error: field.unlessMapping('a mapping with attempts') },
  )
  .meta({
    title: 'retry',
    description: 'Triggers the task again after a failed run.',
    examples: [{ attempts: 3 }],
  });

const LIST = 'a list of at least one entry';
const list = z.array(field.anyJson, { error: LIST }).min(1, { error: LIST });

const COMBINATIONS = 'a list of mappings of names to values';
const combinations = z.array(z.record(field.variableName, field.anyJson, { error: COMBINATIONS }), {
  error: COMBINATIONS,
});

const MATRIX = 'a mapping of names to lists';

const matrixFile = z
  .object({ include: combinations.optional(), exclude: combinations.optional() }, { error: MATRIX })
  .catchall(list)
  .meta({
    title: 'matrix',
    description:
      'One run per combination, in order; expressions read matrix.name. include adds combinations, exclude removes them.',
    examples: [{ model: ['small', 'large'] }],
  });

const FOR_EACH = 'a list, or an expression that returns one';

const concurrencyFile = z
  .strictObject(
    {
      limit: field.count
        .optional()
        .meta({ description: 'Maximum number of items that run at the same time. Default: 10.' }),
      onConflict: field.oneOf(CONFLICT_POLICIES).optional().meta({
        description:
          'What an item does that needs the same run as another item: wait for its turn (default), skip or fail.',
      }),
    },
    { error: field.unlessMapping('a mapping with limit and onConflict') },
  )
  .meta({ title: 'concurrency' });

/** Fields that control whether and how often a step runs, and what its end means for other steps. */
export const flowFields = {
  if: z
    .union([z.boolean(), field.expression], { error: 'a CEL expression, true or false' })
    .optional()
    .meta({ description: 'If false, the step is skipped.' }),
  when: field.oneOf(STEP_CONDITIONS).optional().meta({
    description:
      'How the steps that it needs must have ended. Default: success (in `finally`: always, for all steps).',
  }),
  matrix: matrixFile.optional(),
  forEach: z
    .union([list, field.expression], { error: FOR_EACH })
    .optional()
    .meta({ description: `One run per entry: ${FOR_EACH}; expressions read item.` }),
  concurrency: concurrencyFile.optional(),
  retry: retryFile.optional(),
  onFailure: field.oneOf(FAILURE_POLICIES).optional().meta({
    description:
      'stop: start no further steps; continue (default): skip the steps that need it; ignore: count it as succeeded.',
  }),
  onEmpty: onEmptyFile.optional(),
};
