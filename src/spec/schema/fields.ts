import { z } from 'zod';
import { parseDurationMs } from '../../model/duration.js';
import { MIN_POLL_MS } from '../../model/polling.js';

/**
 * The kinds of value in a file. The message of each is what was expected, so that every problem reads
 * "is …, expected …" (see describe-issue.ts).
 */

/** What was expected where a mapping should stand; its unknown members have messages of their own. */
export const unlessMapping = (expected: string) => (issue: { code: string | undefined }) =>
  issue.code === 'invalid_type' ? expected : undefined;

const NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_-]*$/;
const EXPERIMENT_NAME = /^[^"\\]{1,255}$/;

const NON_EMPTY = 'a text that is not empty';

export const text = z.string({ error: 'a text' });

export const nonEmptyText = z.string({ error: NON_EMPTY }).min(1, { error: NON_EMPTY });

const STEP_ID = 'an id of letters, digits, - and _ that begins with a letter';

export const stepId = z.string({ error: STEP_ID }).regex(NAME_PATTERN, { error: STEP_ID });

const EXPERIMENT = '1 to 255 characters without " and \\';

export const experimentName = z.string({ error: EXPERIMENT }).regex(EXPERIMENT_NAME, { error: EXPERIMENT });

const DURATION = 'a duration like 30s, 5m, 1h30m or PT5M';

export const duration = z
  .string({ error: DURATION })
  .refine((value) => (parseDurationMs(value) ?? 0) > 0, { error: DURATION })
  .meta({ description: 'A duration like 30s, 5m, 1h30m, 2d or PT5M.', examples: ['30s', '2h'] });

const POLL_INTERVAL = 'a duration of at least 1s, like 5s';

export const pollInterval = z
  .string({ error: POLL_INTERVAL })
  .refine((value) => (parseDurationMs(value) ?? 0) >= MIN_POLL_MS, { error: POLL_INTERVAL })
  .meta({ description: 'A fixed time between two looks, at least 1s. Absent: adapts to the elapsed time.' });

const COUNT = 'a whole number of at least 1';

export const count = z
  .number({ error: COUNT })
  .refine((value) => Number.isSafeInteger(value) && value >= 1, { error: COUNT })
  .meta({ type: 'integer', minimum: 1 });

const SHARE = 'a number from 0 to 1';

export const share = z.number({ error: SHARE }).min(0, { error: SHARE }).max(1, { error: SHARE });

export const flag = z.boolean({ error: 'true or false' });

const IDS = 'a list of texts with at least one entry';

export const ids = z.array(nonEmptyText, { error: IDS }).min(1, { error: IDS });

export const stepIds = z.array(stepId, { error: 'a list of step ids' });

export const textMap = z.record(z.string(), text, { error: 'a mapping of names to texts' });

export const scalarMap = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()], { error: 'a text, a number, or true or false' }),
  { error: 'a mapping of names to texts' },
);
