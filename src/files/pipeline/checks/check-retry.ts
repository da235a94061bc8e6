import { parseDurationMs } from '../../../model/time/duration.js';
import type { Finding } from '../../document/finding.js';
import { isRecord } from './loose-step.js';
import type { PlacedStep } from './step-graph.js';

/** The backoff of a retry does not begin above its end. */
export function checkRetry({ step: { retry } }: PlacedStep): Finding[] {
  if (!isRecord(retry)) return [];
  const backoff = durationOf(retry['backoff']);
  const most = durationOf(retry['maxBackoff']);
  if (backoff === null || most === null || backoff <= most) return [];
  const message = `is ${JSON.stringify(retry['maxBackoff'])}, expected at least backoff, ${JSON.stringify(retry['backoff'])}`;
  return [{ path: ['retry', 'maxBackoff'], message }];
}

const durationOf = (value: unknown): number | null =>
  typeof value === 'string' ? parseDurationMs(value) : null;
