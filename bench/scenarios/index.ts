import { latency } from './latency.js';
import { loneRun } from './lone-run.js';
import type { Scenario } from './scenario.js';
import { throughput } from './throughput.js';

/** In the order of the table. */
export const SCENARIOS: readonly Scenario[] = [loneRun, throughput, latency];
