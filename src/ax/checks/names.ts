/** The API's bound on names and name filters (contract section 1.3). */
const MAX_NAME_LENGTH = 255;

const CONTROL = /\p{Cc}/u;
const LONE_SURROGATE = /\p{Surrogate}/u;
// Marks and overrides that make a text look like another one.
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** What is wrong with a name, or a part of one to filter by; null when it can be sent. */
export function nameProblem(text: string): string | null {
  if (text === '') return 'must not be empty';
  if (text.length > MAX_NAME_LENGTH)
    return `must have at most ${MAX_NAME_LENGTH} characters (has ${text.length})`;
  if (CONTROL.test(text)) return 'must not have control characters or line ends';
  if (LONE_SURROGATE.test(text)) return 'must be well-formed Unicode';
  if (DIRECTION.test(text)) return 'must not have characters that change the direction of writing';
  if (text === '.' || text === '..') return 'must be more than dots';
  return null;
}

/** What is wrong with free text for a request's body. */
export function textProblem(text: string): string | null {
  if (LONE_SURROGATE.test(text)) return 'must be well-formed Unicode';
  return text.includes('\0') ? 'must not have NUL characters' : null;
}
