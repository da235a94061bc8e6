import { z } from 'zod';
import { parseDurationMs } from '../../model/time/duration.js';
import { CONFLICT_POLICIES, FAILURE_POLICIES, STEP_CONDITIONS } from '../../model/pipeline/plan.js';
import type { RetryReason } from '../../model/pipeline/plan.js';
import * as field from '../document/fields.js';

/** What a run that failed may have ended as, to be worth another try. An empty one is `onEmpty`'s. */
const RETRY_REASONS = [
  'failed',
  'gone',
  'refused',
  'timed-out-cancelled',
  'cancelled-elsewhere',
  'succeeded-with-errors',
] as const satisfies readonly RetryReason[];

export const DEFAULT_RETRY_REASONS: readonly RetryReason[] = ['failed', 'gone'];

const RETRY_ON = `a list of outcomes: ${RETRY_REASONS.join(', ')}`;

const retryFile = z
  .strictObject(
    {
      attempts: field.count.meta({ description: 'Triggers in all, with the first one.' }),
      backoff: field.duration
        .optional()
        .meta({ description: 'Before the second attempt, doubled for each further one; 30s when absent.' }),
      maxBackoff: field.duration.optional().meta({ description: '10m when absent.' }),
      on: z
        .array(field.oneOf(RETRY_REASONS), { error: RETRY_ON })
        .min(1, { error: RETRY_ON })
        .optional()
        .meta({ description: 'Which outcomes are worth it; failed and gone when absent.' }),
    },
    { error: field.unlessMapping('a mapping with attempts') },
  )
  .meta({ title: 'retry', description: 'Triggers anew after a failed run.', examples: [{ attempts: 3 }] });

const ON_EMPTY = 'skip, fail, retryAfter with a duration like retryAfter 2h, or a mapping with retryAfter';

const isOnEmpty = (text: string): boolean => {
  const [, after] = /^retryAfter +(\S+)$/.exec(text) ?? [];
  return ['skip', 'fail'].includes(text) || (after !== undefined && (parseDurationMs(after) ?? 0) > 0);
};

const onEmptyFile = z
  .union(
    [
      z.string().refine(isOnEmpty, { abort: true }),
      z
        .strictObject(
          {
            retryAfter: field.duration,
            attempts: field.count
              .optional()
              .meta({ description: 'Triggers in all, with the first one; 12 when absent.' }),
            then: field
              .oneOf(['skip', 'fail'])
              .optional()
              .meta({ description: 'When the last one found nothing either; fail when absent.' }),
          },
          { error: field.unlessMapping(ON_EMPTY) },
        )
        .meta({ title: 'onEmpty' }),
    ],
    { error: ON_EMPTY },
  )
  .meta({
    description: 'What to do when there was nothing to evaluate. Excludes allowEmpty.',
    examples: ['skip', 'retryAfter 2h', { retryAfter: '2h', attempts: 3, then: 'skip' }],
  });

const LIST = 'a list with at least one entry';
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
      'One run for each combination, in order; matrix.name in expressions. include adds, exclude takes away.',
    examples: [{ model: ['small', 'large'] }],
  });

const FOR_EACH = 'a list, or an expression that gives one';

const concurrencyFile = z
  .strictObject(
    {
      limit: field.count.optional().meta({ description: 'Items that run at once; 10 when absent.' }),
      onConflict: field.oneOf(CONFLICT_POLICIES).optional().meta({
        description:
          'An item that asks for the very run of another one: wait for its turn (when absent), skip or fail.',
      }),
    },
    { error: field.unlessMapping('a mapping with limit and onConflict') },
  )
  .meta({ title: 'concurrency' });

/** Whether, how often and for what a step runs, and what its end means for the others. */
export const flowFields = {
  if: z
    .union([z.boolean(), field.expression], { error: 'a CEL expression, or true or false' })
    .optional()
    .meta({ description: 'The step is skipped where it is false.' }),
  when: field.oneOf(STEP_CONDITIONS).optional().meta({
    description:
      'How what it needs must have ended; success when absent (in `finally`: always, over all steps).',
  }),
  matrix: matrixFile.optional(),
  forEach: z
    .union([list, field.expression], { error: FOR_EACH })
    .optional()
    .meta({ description: `One run for each entry: ${FOR_EACH}; item in expressions.` }),
  concurrency: concurrencyFile.optional(),
  retry: retryFile.optional(),
  onFailure: field.oneOf(FAILURE_POLICIES).optional().meta({
    description:
      'stop: nothing more is started; continue (when absent): what needs it is skipped; ignore: it counts as good.',
  }),
  onEmpty: onEmptyFile.optional(),
};
