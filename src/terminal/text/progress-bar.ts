import type { Style } from '../style.js';

/** A bar of so many columns, filled to a share from 0 to 1. It is full only when all is done. */
export function progressBar(share: number, columns: number, { unicode, paint }: Style): string {
  const filled = Math.min(columns, Math.floor(share * columns));
  const [full, empty] = unicode ? ['█', '░'] : ['#', '.'];
  return paint('live', full.repeat(filled)) + paint('dim', empty.repeat(columns - filled));
}
