export { holdTurn } from './hold-turn.js';
export { ensureTask } from './ensure-task.js';
export { runPipeline } from './run-pipeline.js';
export { runTask } from './run-task.js';
export { sweepRuns } from './sweep-runs.js';
export { taskOperation } from './task-operation.js';
export { waitForRun } from './wait-for-run.js';
