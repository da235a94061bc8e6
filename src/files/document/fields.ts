import { z } from 'zod';
import type { Json } from '../../model/base/json.js';
import { parseDurationMs } from '../../model/time/duration.js';
import { largestWhole } from '../../model/base/numbers.js';
import { MIN_POLL_MS, MIN_STALLED_MS } from '../../model/run/polling.js';

/**
 * The kinds of value in a file. The error of each names what was expected, so that every problem reads
 * "is …, expected …" (see describe-issue.ts).
 */

/** The error for a value that should be a mapping; unknown fields have their own messages. */
export const unlessMapping = (expected: string) => (issue: { code: string | undefined }) =>
  issue.code === 'invalid_type' ? expected : undefined;

const NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_-]*$/;
const EXPERIMENT_NAME = /^[^"\\]{1,255}$/;

const NON_EMPTY = 'a non-empty string';

export const text = z.string({ error: 'a string' });

export const nonEmptyText = z.string({ error: NON_EMPTY }).min(1, { error: NON_EMPTY });

const STEP_ID = 'an id that starts with a letter and contains only letters, digits, - and _';

/** Results are stored in objects under these names, where a name like `constructor` already has a meaning. */
const isFree = (name: string): boolean => !(name in Object.prototype);

export const stepId = z
  .string({ error: STEP_ID })
  .regex(NAME_PATTERN, { error: STEP_ID, abort: true })
  .refine(isFree, { error: 'another id: this word is reserved' });

const EXPERIMENT = '1 to 255 characters other than " and \\';

const experimentName = z.string({ error: EXPERIMENT }).regex(EXPERIMENT_NAME, { error: EXPERIMENT });

const DURATION = 'a duration like 30s, 5m, 1h30m or PT5M';

export const duration = z
  .string({ error: DURATION })
  .refine((value) => (parseDurationMs(value) ?? 0) > 0, { error: DURATION })
  .meta({ description: 'A duration like 30s, 5m, 1h30m, 2d or PT5M.', examples: ['30s', '2h'] });

const POLL_INTERVAL = 'a duration of at least 1s, like 5s';

export const pollInterval = z
  .string({ error: POLL_INTERVAL })
  .refine((value) => (parseDurationMs(value) ?? 0) >= MIN_POLL_MS, { error: POLL_INTERVAL })
  .meta({ description: 'A fixed interval between polls, at least 1s. Default: adapts to the elapsed time.' });

const STALLED_AFTER = 'a duration of at least 1m, such as 30m';

export const stalledAfter = z
  .string({ error: STALLED_AFTER })
  .refine((value) => (parseDurationMs(value) ?? 0) >= MIN_STALLED_MS, { error: STALLED_AFTER })
  .meta({
    description: 'A run whose status and counts stand still for this long is stalled. Default: 30m.',
    examples: ['30m'],
  });

const COUNT = 'a whole number of at least 1';

export const count = z
  .number({ error: COUNT })
  .refine((value) => Number.isSafeInteger(value) && value >= 1, {
    error: ({ input }) => largestWhole(input) ?? COUNT,
  })
  .meta({ type: 'integer', minimum: 1 });

const ACTIVITY = 'the name of an activity';

export const activityName = z
  .string({ error: ACTIVITY })
  .regex(/^[A-Za-z_][A-Za-z0-9_.:-]*$/, { error: ACTIVITY });

const SHARE = 'a number from 0 to 1';

export const share = z.number({ error: SHARE }).min(0, { error: SHARE }).max(1, { error: SHARE });

const FLAG = 'true or false';

export const flag = z.boolean({ error: FLAG });

export const shareDataset = flag.meta({
  description:
    'Runs beside other experiments of the dataset. Default: false; it waits until their runs have ended.',
});

const IDS = 'a list of at least one string';

export const ids = z.array(nonEmptyText, { error: IDS }).min(1, { error: IDS });

export const stepIds = z.array(stepId, { error: 'a list of step ids' });

/** A string that contains `${{ … }}`; its value is known when the step starts. */
const template = z
  .string()
  // A union reports the choice that did not abort, as if it were the intended one.
  .regex(/(^|[^$])\$\{\{/, { abort: true })
  .meta({
    id: 'expression',
    description: 'A string that contains ${{ expression }} (docs/pipelines.md, "Expressions").',
    examples: ['${{ inputs.model }}', '${{ steps.answer.experimentId }}'],
  });

/** A value that an expression may provide instead. */
const dynamic = <T extends z.ZodType>(schema: T, expected: string) =>
  z.union([template, schema], { error: expected });

const EXPRESSION = 'a CEL expression';

/** A CEL expression, with or without `${{ }}`. */
export const expression = z
  .string({ error: EXPRESSION })
  .min(1, { error: EXPRESSION })
  .meta({
    description: 'A CEL expression, with or without ${{ }}.',
    examples: ['steps.answer.counts.errors < 3'],
  });

const VARIABLE = 'a name that starts with a letter and contains only letters, digits and _';

/** A name that expressions can use after a dot. */
export const variableName = z
  .string({ error: VARIABLE })
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, { error: VARIABLE, abort: true })
  .refine(isFree, { error: 'another name: this word is reserved' });

export const expressionMap = z.record(variableName, expression, {
  error: 'a mapping of names to expressions',
});

const NUMBER = 'a number';

export const number = z.number({ error: NUMBER });

export const dynamicCount = dynamic(count, COUNT);
export const dynamicShare = dynamic(share, SHARE);
export const dynamicFlag = dynamic(flag, FLAG);
export const dynamicIds = dynamic(ids, IDS);
export const dynamicNumber = dynamic(number, NUMBER);
export const dynamicExperimentName = dynamic(experimentName, EXPERIMENT);

/** Any value: files hold JSON. */
export const anyJson: z.ZodType<Json> = z.unknown() as z.ZodType<Json>;

/** One of the given words. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, { error: wordsOf(words) });

const wordsOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

export const textMap = z.record(z.string(), text, { error: 'a mapping of names to strings' });

export const scalarMap = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()], { error: 'a string, a number, true or false' }),
  { error: 'a mapping of names to strings' },
);
