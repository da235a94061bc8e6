import { z } from 'zod';
import * as field from '../document/fields.js';

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
