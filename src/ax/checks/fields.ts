import { z } from 'zod';
import { isSendableId, plainId } from '../../model/api/resource-id.js';
import { instantMs } from '../../model/time/window.js';
import { nameProblem, quoted, referenceProblem, textProblem } from '../base/texts.js';

const text = z.string({ error: 'must be a string' });

/** A string in which `problem` finds nothing wrong. */
const textWithout = (problem: (value: string) => string | null) =>
  text.superRefine((value, context) => {
    const found = problem(value);
    if (found !== null) context.addIssue({ code: 'custom', message: `${found} (got ${quoted(value)})` });
  });

/** A name or an ID. */
export const reference = textWithout(referenceProblem);
/** A new name, or part of a name to filter by. */
export const name = textWithout(nameProblem);
/** An ID; a name is not allowed. */
export const id = textWithout((value) =>
  isSendableId(plainId(value)) ? null : 'must be an ID (letters, digits and base64 characters)',
);
export const ids = z.array(id, { error: 'must be a list of IDs' });
export const freeText = textWithout(textProblem);
export const filter = textWithout((value) =>
  value.trim() === '' ? 'must not be empty (null clears a filter on update)' : textProblem(value),
);
/** Opaque: any printable text is accepted. */
export const cursor = textWithout((value) =>
  /^[\x20-\x7e]{1,4096}$/.test(value) ? null : 'must be a cursor from a previous page',
);
export const instant = textWithout((value) =>
  instantMs(value) === null ? 'must be a time with a time zone, like 2026-11-01T00:00:00Z' : null,
);
export const yesOrNo = z.boolean({ error: 'must be true or false' });
export const share = numberIn(0, 1, 'must be a number from 0 to 1');
export const limit = (max: number) => wholeIn(1, max, `must be a whole number from 1 to ${max}`);
export const positive = wholeIn(1, Number.MAX_SAFE_INTEGER, 'must be a whole number of at least 1');
export const textMap = z.record(z.string(), freeText, { error: 'must be an object with string values' });

/** One of `values` in any casing. */
export const oneOf = (values: readonly string[]) =>
  textWithout((value) =>
    values.includes(value.toUpperCase()) ? null : `must be one of ${values.join(', ')}`,
  );

function numberIn(min: number, max: number, error: string) {
  return z.number({ error }).min(min, { error }).max(max, { error });
}

function wholeIn(min: number, max: number, error: string) {
  return z.int({ error }).min(min, { error }).max(max, { error });
}
