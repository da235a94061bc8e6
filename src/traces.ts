// What the package exports as `./traces`: OpenTelemetry for workers of one's own. Nothing else loads it.
export { executionIds } from './traces/execution-ids.js';
export { workerTraces } from './traces/worker-traces.js';
export type { WorkerTraces } from './traces/worker-traces.js';
