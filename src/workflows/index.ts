export { runPipeline } from './run-pipeline.js';
export { runTask } from './run-task.js';
export { taskOperation } from './task-operation.js';
export { waitForRun } from './wait-for-run.js';
