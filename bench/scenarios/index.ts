import { backfill } from './backfill.js';
import { cli } from './cli.js';
import { detection } from './detection.js';
import { fanOut } from './fan-out.js';
import { latency } from './latency.js';
import { loneRun } from './lone-run.js';
import { loneWaits } from './lone-waits.js';
import { oneTask } from './one-task.js';
import type { Scenario } from './scenario.js';
import { throughput } from './throughput.js';
import { waitBeside } from './wait-beside.js';
import { watchersLost } from './watchers-lost.js';
import { worker } from './worker.js';

/** In the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  loneRun,
  throughput,
  latency,
  loneWaits,
  oneTask,
  waitBeside,
  watchersLost,
  backfill,
  fanOut,
  detection,
  cli,
  worker,
];
