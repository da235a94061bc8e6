import type { FaultRegistry } from '../scripts/faults.js';
import type { Journal } from './journal.js';
import type { ResolvedOptions } from './options.js';
import type { RateLimit } from './rate-limit.js';
import type { BehaviourRegistry } from '../scripts/behaviours.js';
import type { ScoreRegistry } from '../scripts/scores.js';
import type { SpanViews } from '../spans/view.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import type { Store } from '../store/store.js';
import type { User } from '../store/resource-types.js';

/** One simulated service: its resources, its scripts and its journal. */
export interface World {
  readonly options: ResolvedOptions;
  readonly store: Store;
  readonly spans: SpanViews;
  readonly admin: User;
  readonly reader: User;
  readonly second: User;
  readonly behaviours: BehaviourRegistry;
  readonly scores: ScoreRegistry;
  readonly faults: FaultRegistry;
  readonly webhooks: Webhooks;
  readonly journal: Journal;
  readonly rateLimit: RateLimit;
}

/** The instant as the service writes it: milliseconds and `Z`. */
export function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
