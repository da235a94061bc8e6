/** Deeper than any real response, and far from what would exhaust the stack. */
export const MAX_JSON_DEPTH = 100;

export type ParsedJson = { value: unknown } | { problem: string };

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Parses a body as JSON. A byte order mark is dropped; other text, invalid UTF-8 and excessive nesting are problems. */
export function parseJson(body: Uint8Array): ParsedJson {
  const text = decode(body);
  if (text === null) return { problem: 'the response is not UTF-8 text' };
  if (text.trim() === '') return { problem: 'the response is empty' };
  if (isTooDeep(text)) return { problem: `the response is nested deeper than ${MAX_JSON_DEPTH} levels` };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: 'the response is not JSON' };
  }
}

function decode(body: Uint8Array): string | null {
  try {
    return decoder.decode(body);
  } catch {
    return null;
  }
}

/** Whether brackets nest too deep. It skips strings, builds nothing and does not recurse. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) inString = !inString;
    else if (inString) at += letter === BACKSLASH ? 1 : 0;
    else if (letter === OPEN_OBJECT || letter === OPEN_LIST) depth += 1;
    else if (letter === CLOSE_OBJECT || letter === CLOSE_LIST) depth -= 1;
    if (depth > MAX_JSON_DEPTH) return true;
  }
  return false;
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_OBJECT, CLOSE_OBJECT] = [0x7b, 0x7d];
const [OPEN_LIST, CLOSE_LIST] = [0x5b, 0x5d];
