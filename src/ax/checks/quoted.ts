const MAX_SHOWN = 80;

/** A caller's text for a message: quoted, escaped, bounded. */
export function quoted(text: unknown): string {
  if (typeof text !== 'string') return String(JSON.stringify(text)).slice(0, MAX_SHOWN);
  return JSON.stringify(text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`);
}
