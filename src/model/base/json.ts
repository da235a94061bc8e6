/** Whatever JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** JSON with sorted members and without undefined ones: equal for equal values, whatever the order of their members. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** How many bytes a value takes as JSON in UTF-8: what Temporal counts of a payload. Without `Buffer`, which workflows lack. */
export function jsonBytes(value: unknown): number {
  const text = JSON.stringify(value ?? null);
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    const isHalf = unit >= 0xd800 && unit <= 0xdfff;
    bytes += unit < 0x800 || isHalf ? 1 : 2;
  }
  return bytes;
}

/** Temporal refuses a payload of more than 2 MiB, and the workflow task that made it is tried for ever: stay well below. */
export const MAX_PAYLOAD_BYTES = 1_800_000;

/** Whether a value goes into one payload. */
export const fits = (value: unknown): boolean => jsonBytes(value) <= MAX_PAYLOAD_BYTES;

/** The most bytes that the outputs of a step, or of a pipeline, may have. */
export const MAX_OUTPUT_BYTES = 500_000;

export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
