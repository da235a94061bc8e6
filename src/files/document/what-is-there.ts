const MAX_SHOWN = 60;

/** What stands in a file, as problems say it: `is "x"`, `is a list`, `is missing`. */
export function whatIsThere(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (Array.isArray(value)) return value.length === 0 ? 'is an empty list' : 'is a list';
  if (value !== null && typeof value === 'object') return 'is a mapping';
  const shown = JSON.stringify(value) ?? 'nothing';
  return `is ${shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown}`;
}
