import { z } from 'zod';
import * as field from '../document/fields.js';
import { parseDurationMs } from '../../model/time/duration.js';
import type { Json } from '../../model/base/json.js';
import { instantMs } from '../../model/time/window.js';

/** The types of an input; two have a second name. */
export const INPUT_TYPES = ['text', 'number', 'integer', 'flag', 'time', 'duration', 'list'] as const;
export type InputType = (typeof INPUT_TYPES)[number];

const TYPE = 'text, number, integer, flag, time, duration or list';
const type = z.enum([...INPUT_TYPES, 'string', 'boolean'], { error: TYPE });

const SCALAR = 'a text, a number, or true or false';
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: SCALAR });

const DEFAULT = 'a default value, or a mapping with type';
const value = z.union([scalar, z.array(field.anyJson)], { error: 'a value of the type' });
const OPTIONS = 'a list of values with at least one entry';

const declared = z
  .strictObject(
    {
      type: type
        .optional()
        .meta({ description: "Absent: the default's type. string is text, boolean is flag." }),
      default: value.optional().meta({ description: 'Absent: a value has to be given.' }),
      description: field.text.optional(),
      options: z
        .array(scalar, { error: OPTIONS })
        .min(1, { error: OPTIONS })
        .optional()
        .meta({ description: 'The only values (of a list: entries) that are taken.' }),
    },
    { error: field.unlessMapping(DEFAULT) },
  )
  .meta({ title: 'input' });

/** One input as it is declared: a mapping, or just its default. */
export const inputFile = z.union([declared, value], { error: DEFAULT });

export const inputsFile = z.record(field.variableName, inputFile, {
  error: 'a mapping of names to defaults or types',
});

/** What a value of each type is, as messages say it. */
export const EXPECTED: Record<InputType, string> = {
  text: 'a text',
  number: 'a number',
  integer: 'a whole number',
  flag: 'true or false',
  time: 'a time with its zone, like 2026-11-01T00:00:00Z',
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

/** Whether a value is of the type. */
export const fits = (type: InputType, value: Json): boolean => FITS[type](value);

/** What a word of a command line means as a value of the type; the word itself where it means none. */
export function readTyped(type: InputType, word: string): Json {
  if (type === 'flag') return word === 'true' ? true : word === 'false' ? false : word;
  if (type === 'number' || type === 'integer') return readNumber(word);
  return type === 'list' ? readList(word) : word;
}

const readNumber = (word: string): Json =>
  /^-?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : word;

/** JSON where it begins with `[`, else texts with commas between them. */
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
