import { isResourceId, isSendableId, markedId } from '../../model/api/resource-id.js';

/** The API's bound on names and name filters (docs/api-contract.md 1.3). */
const MAX_NAME_LENGTH = 255;

const CONTROL = /\p{Cc}/u;
const LONE_SURROGATE = /\p{Surrogate}/u;
// Marks and overrides that make one text look like another.
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** The problem of a name, or of part of a name to filter by; null if it can be sent. */
export function nameProblem(text: string): string | null {
  if (text === '') return 'must not be empty';
  if (text.length > MAX_NAME_LENGTH)
    return `must have at most ${MAX_NAME_LENGTH} characters (has ${text.length})`;
  if (CONTROL.test(text)) return 'must not contain control characters or line breaks';
  if (LONE_SURROGATE.test(text)) return 'must be well-formed Unicode';
  if (DIRECTION.test(text)) return 'must not contain characters that change the writing direction';
  if (text === '.' || text === '..') return 'must not consist of dots alone';
  return null;
}

/** The problem of free text in a request body; null if it can be sent. */
export function textProblem(text: string): string | null {
  if (LONE_SURROGATE.test(text)) return 'must be well-formed Unicode';
  return text.includes('\0') ? 'must not contain NUL characters' : null;
}

const MAX_SHOWN = 80;

/** A caller's text as messages show it: quoted, escaped, and at most 80 characters long. */
export function quoted(text: unknown): string {
  if (typeof text !== 'string') return String(JSON.stringify(text)).slice(0, MAX_SHOWN);
  return JSON.stringify(text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`);
}

/** Either a name or an ID (docs/api-contract.md 3, rule 1). */
export type Reference = { id: string } | { name: string };

/** Reads `text` as a name or an ID. The prefix `id:` marks an ID that does not look like one of the service's. */
export function readReference(text: string): Reference {
  const marked = markedId(text);
  if (marked !== null) return { id: marked };
  return isResourceId(text) ? { id: text } : { name: text };
}

/** The problem of a reference; null if it can be used. */
export function referenceProblem(text: string): string | null {
  const reference = readReference(text);
  if ('name' in reference) return nameProblem(text);
  return isSendableId(reference.id) ? null : 'is marked as an ID but contains characters that no ID has';
}

export const isName = (text: string): boolean => 'name' in readReference(text);

/** Whether two names have the same characters; `é` is one code point, or an `e` with an accent, as macOS writes file names. */
export const isSameName = (one: string, other: string): boolean =>
  one === other || one.normalize('NFC') === other.normalize('NFC');

/** The other forms of Unicode in which a name can be written, if they can be sent. */
export const otherForms = (name: string): string[] =>
  [...new Set([name.normalize('NFC'), name.normalize('NFD')])].filter(
    (form) => form !== name && nameProblem(form) === null,
  );
