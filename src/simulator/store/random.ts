/**
 * Deterministic numbers: the same seed and the same names give the same value in every process.
 * FNV-1a with a final mix, because spans are asked for in any order and any number of times.
 */
export function hash32(...parts: readonly (string | number)[]): number {
  let value = 0x811c9dc5;
  for (const part of parts) {
    const text = typeof part === 'number' ? `#${part}` : part;
    for (let at = 0; at < text.length; at += 1) {
      value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
    }
    value = Math.imul(value ^ 0x1f, 0x01000193);
  }
  return mix(value);
}

/** A number in [0, 1) for these names. */
export function share(...parts: readonly (string | number)[]): number {
  return hash32(...parts) / 2 ** 32;
}

/** One of the items, chosen by these names. */
export function pick<T>(items: readonly [T, ...T[]], ...parts: readonly (string | number)[]): T {
  return items[hash32(...parts) % items.length] ?? items[0];
}

function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
