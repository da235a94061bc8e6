export { holdTurn } from './hold-turn.js';
export { ensureTask } from './callable/ensure-task.js';
export { runFanOut } from './run-fan-out.js';
export { runPipeline } from './callable/run-pipeline.js';
export { runTask } from './callable/run-task.js';
export { sweepRuns } from './sweep-runs.js';
export { taskOperation } from './task-operation.js';
export { waitForRun } from './callable/wait-for-run.js';
export type { ChildOptions } from './callable/as-child.js';
