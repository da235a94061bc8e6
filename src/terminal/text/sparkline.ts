import type { Style } from '../style.js';

const LEVELS = { unicode: '▁▂▃▄▅▆▇█', ascii: '_.-=+*#@' } as const;

/**
 * Numbers in one line, a character for each, from the lowest to the highest of them; a space where there is none. Numbers
 * that are all the same stand in the middle.
 */
export function sparkline(values: readonly (number | null)[], { unicode }: Style): string {
  const levels = [...(unicode ? LEVELS.unicode : LEVELS.ascii)];
  const known = values.filter((value) => value !== null);
  const [lowest, highest] = [Math.min(...known), Math.max(...known)];
  const levelOf = (value: number): string => {
    const share = highest === lowest ? 0.5 : (value - lowest) / (highest - lowest);
    return levels[Math.min(levels.length - 1, Math.floor(share * levels.length))] ?? '';
  };
  return values.map((value) => (value === null ? ' ' : levelOf(value))).join('');
}
