/**
 * For programs of your own that start runs, pipelines and backfills through a Temporal client, without an API key of Arize AX and
 * without the workflows' code.
 */
export {
  ConflictingBackfillError,
  InputTooLargeError,
  InvalidFairnessKeyError,
  InvalidWindowError,
  MissingSearchAttributesError,
  NoWorkerError,
  UpdateRefusedError,
  WorkflowEndedError,
} from './client/errors.js';
export {
  pauseBackfill,
  resizeBackfill,
  resumeBackfill,
  retryFailedWindows,
} from './client/backfill/control-backfill.js';
export { startBackfill } from './client/backfill/start-backfill.js';
export type { BackfillHandle, StartBackfillOptions } from './client/backfill/start-backfill.js';
export { readCoverage } from './client/coverage/read-coverage.js';
export { syncCoverage } from './client/coverage/sync-coverage.js';
export type { SyncCoverageOptions } from './client/coverage/sync-coverage.js';
export { readQuality } from './client/quality/read-quality.js';
export { verifyCoverage } from './client/coverage/verify-coverage.js';
export type { VerifyCoverageOptions } from './client/coverage/verify-coverage.js';
export {
  decide,
  pausePipeline,
  resumePipeline,
  retryStep,
  skipStep,
} from './client/pipeline/control-pipeline.js';
export { checkPlan } from './client/pipeline/check-plan.js';
export type { CheckPlanOptions, CheckedPlan, PlanFinding } from './client/pipeline/check-plan.js';
export { startPipeline } from './client/pipeline/start-pipeline.js';
export type { PipelineHandle } from './client/pipeline/start-pipeline.js';
export { resultOf } from './client/workflow.js';
export { startRun, startWait } from './client/run/start-run.js';
export type { RunHandle, StartRunInput, WaitHandle } from './client/run/start-run.js';
export type { Started, StartOptions } from './client/start.js';
export type { Notify } from './client/worker-gap.js';
export type { ResizeRequest, RetryFailedRequest } from './model/backfill/messages.js';
export type { Accepted, ControlRequest } from './model/base/control-request.js';
export type { SyncedCoverage } from './model/coverage/coverage-messages.js';
export type { KeptQuality } from './model/quality/kept/kept-quality.js';
export type { MergedSummary } from './model/quality/kept/merged-summary.js';
export type { CoverageVerification, VerifiedRow } from './model/coverage/verify-coverage.js';
export type { Decision, StepRequest } from './model/pipeline/messages.js';
