import { RateLimit } from './checks/rate-limit.js';
import { FaultRegistry } from './faults/registry.js';
import { Journal } from './journal.js';
import type { ResolvedOptions } from './options.js';
import { BehaviourRegistry } from './runs/behaviours.js';
import { ScoreRegistry } from './runs/scripted-scores.js';
import { seedRuns } from './store/seed/seed-runs.js';
import { seedStore } from './store/seed/seed-store.js';
import { Store } from './store/store.js';
import type { World } from './world.js';

/** A world as it is at the start: seeded, nothing scripted, nothing seen. */
export function createWorld(options: ResolvedOptions): World {
  const store = new Store(options.seed);
  const seeded = seedStore(store, options.now());
  const world: World = {
    options,
    store,
    admin: seeded.admin,
    reader: seeded.reader,
    second: seeded.second,
    behaviours: new BehaviourRegistry(),
    scores: new ScoreRegistry(),
    faults: new FaultRegistry(),
    journal: new Journal(options.journalLimit),
    rateLimit: new RateLimit(options.requestsPerMinute),
  };
  seedRuns(world, seeded);
  return { ...world, journal: new Journal(options.journalLimit) };
}
