// What all workflows of a worker share: a worker evaluates these modules and what they import once, and not again for each
// workflow that it runs. So they hold no state of a workflow. What does stays in callable/, which nothing here imports.
export { deliverNotice } from './notification/deliver-notice.js';
export { ensureTask } from './task/ensure-task.js';
export { interceptors } from './interceptors.js';
export { interceptors as traceInterceptors } from './trace-interceptors.js';
export { holdTurn } from './trigger/hold-turn.js';
export { keepBackfills } from './backfill/keep-backfills.js';
export { keepCoverage } from './coverage/keep-coverage.js';
export { keepCoverageMonth } from './coverage/keep-coverage-month.js';
export { keepQualityMonth } from './quality/keep-quality-month.js';
export { keepWatermark } from './schedule/keep-watermark.js';
export { runBackfill } from './backfill/run-backfill.js';
export { runFanOut } from './fan-out/run-fan-out.js';
export { runFiring } from './schedule/run-firing.js';
export { runPipeline } from './pipeline/run-pipeline.js';
export { runTask } from './run/run-task.js';
export { sweepRuns } from './sweep/sweep-runs.js';
export { taskOperation } from './run/task-operation.js';
export { triggerWindows } from './trigger/trigger-windows.js';
export { waitForRun } from './run/wait-for-run.js';
export { watchTask } from './run/watch-task.js';

// What only callable/ needs of what can be shared.
export { backfillPlanMemo } from '../model/backfill/backfill-plan-memo.js';
export { ensureTaskProblem } from '../model/task/ensure-task.js';
export { runTaskProblem } from '../model/run/inputs.js';
export { tellingOfBackfill } from './notification/telling-of-backfill.js';
export { tellingOfPipeline } from './notification/telling-of-pipeline.js';
export { tellingOfRun } from './notification/telling-of-run.js';
