import type { FanOutMemo } from '../../model/pipeline/pipeline-memo.js';
import { totalOf } from '../../model/api/task-run.js';
import type { RunCounts } from '../../model/api/task-run.js';
import type { Style } from '../style.js';

/** Spans or examples per second so far, or a dash before there is anything to divide. */
export function formatRate(counts: RunCounts | null, elapsedMs: number): string {
  if (counts === null || elapsedMs < 1000 || totalOf(counts) === 0) return '–';
  const perSecond = totalOf(counts) / (elapsedMs / 1000);
  return perSecond >= 10 ? `${Math.round(perSecond)}/s` : `${perSecond.toFixed(1)}/s`;
}

/** `12 of 40 items, 8 running, 2 failed`. */
export function formatItems({ total, waiting, running, failed, cancelled, skipped }: FanOutMemo): string {
  const parts: [number, string][] = [
    [running, 'running'],
    [failed, 'failed'],
    [cancelled, 'cancelled'],
    [skipped, 'skipped'],
  ];
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `, ${count} ${word}`);
  return `${total - waiting - running} of ${total} items${told.join('')}`;
}

/** A bar of this number of columns, filled to a share from 0 to 1. It is full only when all is done. */
export function progressBar(share: number, columns: number, { unicode, paint }: Style): string {
  const filled = Math.min(columns, Math.floor(share * columns));
  const [full, empty] = unicode ? ['█', '░'] : ['#', '.'];
  return paint('live', full.repeat(filled)) + paint('dim', empty.repeat(columns - filled));
}
