import { z } from 'zod';
import * as field from '../document/fields.js';
import { parseDurationMs } from '../../model/time/duration.js';
import { largestWhole } from '../../model/base/numbers.js';
import type { Json } from '../../model/base/json.js';
import { momentOf } from '../../calendar/moment.js';
import { instantMs, toUtc } from '../../model/time/window.js';

/** The types of an input. `string` and `boolean` are other names for `text` and `flag`. */
export const INPUT_TYPES = ['text', 'number', 'integer', 'flag', 'time', 'duration', 'list'] as const;
export type InputType = (typeof INPUT_TYPES)[number];

const TYPE = 'text, number, integer, flag, time, duration or list';
const type = z.enum([...INPUT_TYPES, 'string', 'boolean'], { error: TYPE });

const SCALAR = 'a string, a number, true or false';
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: SCALAR });

const DEFAULT = 'a default value, or a mapping with type';
const value = z.union([scalar, z.array(field.anyJson)], { error: 'a value of the type' });
const OPTIONS = 'a list of at least one value';

const declared = z
  .strictObject(
    {
      type: type.optional().meta({
        description: 'Default: the type of the default value. string means text, boolean means flag.',
      }),
      default: value.optional().meta({ description: 'Without a default, a value is required.' }),
      description: field.text.optional(),
      options: z
        .array(scalar, { error: OPTIONS })
        .min(1, { error: OPTIONS })
        .optional()
        .meta({ description: 'The allowed values (for a list, the allowed entries).' }),
    },
    { error: field.unlessMapping(DEFAULT) },
  )
  .meta({ title: 'input' });

/** The declaration of an input: a mapping, or only its default. */
export const inputFile = z.union([declared, value], { error: DEFAULT });

export const inputsFile = z.record(field.variableName, inputFile, {
  error: 'a mapping of names to defaults or types',
});

/** The noun for a value of each type, for messages. */
const EXPECTED: Record<InputType, string> = {
  text: 'text',
  number: 'a number',
  integer: 'a whole number',
  flag: 'true or false',
  time: 'a time with a time zone, like 2026-11-01T00:00:00Z',
  duration: 'a duration like 30s, 5m, 1h30m or PT5M',
  list: 'a list',
};

const FITS: Record<InputType, (value: Json) => boolean> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: (value) => Number.isSafeInteger(value),
  flag: (value) => typeof value === 'boolean',
  time: (value) => typeof value === 'string' && instantMs(value) !== null,
  duration: (value) => typeof value === 'string' && (parseDurationMs(value) ?? 0) > 0,
  list: Array.isArray,
};

/** The noun for a value of a type, or the bound that a number is beyond. */
export const expectedOf = (type: InputType, value: Json): string =>
  (type === 'integer' ? largestWhole(value) : null) ??
  (type === 'number' && typeof value === 'number' ? 'a number from -1.7e308 to 1.7e308' : EXPECTED[type]);

/** Whether a value has the type. */
export const fits = (type: InputType, value: Json): boolean => FITS[type](value);

/** Reads a word of a command line as a value of the type; returns the word itself if it is not one. */
export function readTyped(type: InputType, word: string): Json {
  if (type === 'flag') return word === 'true' ? true : word === 'false' ? false : word;
  if (type === 'time') return readTime(word);
  if (type === 'number' || type === 'integer') return readNumber(word);
  return type === 'list' ? readList(word) : word;
}

/** In UTC by the clock of UTC, since a pipeline has no zone; relative to the time at which it is read. */
function readTime(word: string): Json {
  const ms = instantMs(word) === null ? momentOf(word, 'UTC', Date.now()) : null;
  return ms === null ? word : toUtc(ms);
}

const readNumber = (word: string): Json =>
  /^-?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : word;

/** Reads JSON if the word starts with `[`, else texts separated by commas. */
function readList(word: string): Json {
  if (!word.trimStart().startsWith('[')) {
    return word.trim() === '' ? [] : word.split(',').map((entry) => entry.trim());
  }
  try {
    return JSON.parse(word) as Json;
  } catch {
    return word;
  }
}
