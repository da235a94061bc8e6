import { VERDICTS } from '../../model/run/verdict.js';
import { EMPTY_CAUSES } from '../../model/run/outcome.js';
import { z } from 'zod';
import type { Json } from '../../model/base/json.js';

/** Times are not checked again: the worker wrote them. */
export const time = z.string().meta({ description: 'ISO 8601 with a time zone.' });

export const json: z.ZodType<Json> = z.json();

export const runCounts = z
  .strictObject({ successes: z.number(), errors: z.number(), skipped: z.number() })
  .meta({ id: 'RunCounts', description: 'Numbers of spans or examples.' });

export const window = z
  .strictObject({ dataStartTime: time, dataEndTime: time })
  .meta({ id: 'Window', description: 'From its start, up to but not including its end.' });

export const outcomeKind = z
  .enum([
    'started',
    'succeeded',
    'succeeded-with-errors',
    'empty',
    'nothing-to-do',
    'reused',
    'truncated',
    'failed',
    'cancelled-by-us',
    'cancelled-elsewhere',
    'cancel-unconfirmed',
    'timed-out-cancelled',
    'timed-out-detached',
    'stalled',
    'gone',
  ])
  .meta({ id: 'OutcomeKind' });

export const outcome = z
  .strictObject({
    kind: outcomeKind,
    errorShare: z.number().meta({ description: '0 to 1; 0 if the run looked at nothing.' }),
    reason: z.string().nullable(),
    cause: z
      .enum(EMPTY_CAUSES)
      .exactOptional()
      .meta({ description: 'Why a run found nothing to evaluate; absent: unknown.' }),
  })
  .meta({ id: 'Outcome', description: 'How a run ended.' });

export const verdict = z.enum(VERDICTS).meta({
  id: 'Verdict',
  description: 'What the outcome means for the following steps and for the exit code.',
});

export const stepState = z
  .enum(['succeeded', 'failed', 'cancelled', 'skipped', 'running'])
  .meta({ id: 'StepState' });
