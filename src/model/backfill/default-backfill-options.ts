import type { BackfillOptions } from './backfill.js';
import { SETTLE_MS } from '../run/settling.js';

/** How a plan is carried out by default. */
export const DEFAULT_BACKFILL_OPTIONS: BackfillOptions = {
  limit: 10,
  order: 'oldest-first',
  canary: 0,
  failures: null,
  maxRuns: null,
  maxSpansInAll: null,
  minSliceMs: 5 * 60_000,
  attempts: 1,
  tolerance: {},
  wait: {},
  onAmbiguous: 'retry',
  settleMs: SETTLE_MS,
  verifyRequests: 20,
};
