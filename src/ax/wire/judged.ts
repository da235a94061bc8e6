/** What bears a score and a label. */
interface Judged {
  score: number | null;
  label: string | null;
  misfits: { score?: string; label?: string };
}

/** Reads a score; what is none is noted by its type, never by its content. */
export function readScore(judged: Judged, value: unknown): void {
  // JSON has no infinity, but 1e999 is read as one.
  if (value === null || value === undefined) judged.score = null;
  else if (Number.isFinite(value)) judged.score = value as number;
  else judged.misfits.score = typeName(value);
}

/** Reads a label; what is none is noted by its type, never by its content. */
export function readLabel(judged: Judged, value: unknown): void {
  if (value === null || value === undefined) judged.label = null;
  else if (typeof value === 'string') judged.label = value;
  else judged.misfits.label = typeName(value);
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'true or false';
  if (typeof value === 'object') return 'an object';
  return Number.isFinite(value) ? 'a number' : 'a number beyond all bounds';
}
