/**
 * A header and one line for each row, with the quoting of RFC 4180; lines end in `\n`, as in other tools on a command
 * line. Null and undefined are empty, and objects are JSON.
 */
export const formatCsv = (columns: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  [columns, ...rows].map((cells) => `${cells.map(cellText).join(',')}\n`).join('');

function cellText(value: unknown): string {
  const text = plainText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
