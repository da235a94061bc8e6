const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const KIND_AND_NUMBER = /^[A-Za-z]+:\d+(:\S+)?$/;

/** An ID longer than this is hostile or broken: real ones have some forty characters. */
export const MAX_ID_LENGTH = 256;

/**
 * Whether `text` is an ID of Arize AX rather than a name: strictly padded base64 of `Kind:number[:salt]`
 * (docs/api-contract.md 3, rule 1). Ordinary names that merely decode as base64 are names.
 */
export function isResourceId(text: string): boolean {
  if (text.length === 0 || text.length > MAX_ID_LENGTH || text.length % 4 !== 0) return false;
  return BASE64.test(text) && KIND_AND_NUMBER.test(decodeLatin1(text));
}

/** `Kind:number[:salt]`, of which an ID is the base64; the text itself where it is of that form; null for anything else. */
export function globalIdText(text: string): string | null {
  if (text.length <= MAX_ID_LENGTH && KIND_AND_NUMBER.test(text)) return text;
  return isResourceId(text) ? decodeLatin1(text) : null;
}

/** The kind that the ID itself names (`TaskRun`, `OnlineTask`, …), or null where `text` is no ID. */
export function kindOfId(text: string): string | null {
  return isResourceId(text) ? (decodeLatin1(text).split(':')[0] ?? null) : null;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

// Neither Buffer nor atob exists inside a workflow, where this function runs too.
function decodeLatin1(base64: string): string {
  let bits = 0;
  let width = 0;
  let text = '';
  for (const letter of base64.replace(/=+$/, '')) {
    bits = (bits << 6) | ALPHABET.indexOf(letter);
    width += 6;
    if (width < 8) continue;
    width -= 8;
    text += String.fromCharCode((bits >> width) & 0xff);
  }
  return text;
}

const OPAQUE_PREFIX = 'id:';

/**
 * How to refer to a thing whose ID is known: the ID itself where it looks like one, else marked with `id:`, so that it
 * is not taken for a name (docs/api-contract.md 2, row 17).
 */
export const referenceTo = (id: string): string => (isResourceId(id) ? id : OPAQUE_PREFIX + id);

/** The ID in `text` where it is marked with `id:`, else null. */
export const markedId = (text: string): string | null =>
  text.startsWith(OPAQUE_PREFIX) ? text.slice(OPAQUE_PREFIX.length) : null;

/** The ID in a place where no name can stand; with or without the mark. */
export const plainId = (text: string): string => markedId(text) ?? text;

const OPAQUE = /^[A-Za-z0-9_=+/:.-]+$/;

/**
 * Whether `id` can be sent as an ID: a safe alphabet, no dot segments, and a slash only where base64 has one.
 * It need not look like the service's usual IDs.
 */
export function isSendableId(id: string): boolean {
  if (id.length > MAX_ID_LENGTH || !OPAQUE.test(id) || /^\.+$/.test(id)) return false;
  return !id.includes('/') || (id.length % 4 === 0 && BASE64.test(id));
}
