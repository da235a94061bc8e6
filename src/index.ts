/**
 * For workers and starters of your own (docs/own-worker.md): the activities, a ready worker, the client of Arize AX, the
 * names that are used in Temporal, and the types of all that crosses a border. Importing it reads and starts nothing.
 */
export { createActivities } from './activities/index.js';
export type { Activities, ActivityDeps } from './activities/index.js';
export * from './ax/index.js';
export { ConfigError, loadAxConfig, loadEncryptionKeys } from './config/load-config.js';
export type { AxConfig, DeploymentVersion, Environment } from './config/load-config.js';
export { createWorker, workflowBundlePath } from './create-worker.js';
export { rootInLogs } from './worker/logs/root-of-activity.js';
export { requestMetrics } from './worker/metrics/request-metrics.js';
export type { WorkerSettings, WorkflowSource } from './create-worker.js';
export { clientDataConverter, workerDataConverter } from './temporal/encryption/data-converters.js';
export type { EncryptionKey } from './temporal/encryption/encryption-key.js';

export { backfillPlanOf } from './calendar/backfill-plan-of.js';
export type { BackfillRequest } from './calendar/backfill-plan-of.js';
export { cutRange } from './calendar/cut-range.js';
export { windowsOfNominal, windowsOfWatermark } from './calendar/windows-of-rule.js';

export { parseBackfillPlan } from './files/backfill/parse-backfill-plan.js';
export { findingsIn, parsePipeline } from './files/pipeline/parse-pipeline.js';
export { parseSchedule } from './files/schedule/parse-schedule.js';
export type { ParsedSchedule } from './files/schedule/parse-schedule.js';
export { parseTask } from './files/task/parse-task.js';
export { InvalidFileError } from './files/document/finding.js';

export { evaluatorsKey } from './model/api/task.js';
export { windowsIn } from './model/backfill/window-list.js';
export { coverageOf, lateIn, missingIn } from './model/coverage/coverage-stretches.js';
export { FAILURES } from './model/temporal/failure-types.js';
export type { FailureType } from './model/temporal/failure-types.js';
export { DEFAULT_TASK_QUEUE, scheduleId, stepWorkflowId } from './model/temporal/names.js';
export { SEARCH_ATTRIBUTES } from './model/temporal/search-attributes.js';
export { WORKFLOWS } from './model/temporal/workflow-types.js';
export { intervalOf } from './model/time/interval.js';
export { parseCalendarLength } from './model/time/calendar-length.js';

export type { AmbiguityPolicy, DeadlinePolicy, Tolerance, WaitPolicy } from './model/api/policies.js';
export type {
  CreateEvaluationTaskRequest,
  CreateRunExperimentTaskRequest,
  ListRunsRequest,
  ListSpansRequest,
  ListTasksRequest,
  TriggerFields,
  TriggerRunRequest,
  UpdateTaskRequest,
} from './model/api/requests.js';
export type { Page } from './model/api/resources.js';
export type { Span, SpanAnnotation, SpanEvaluation } from './model/api/span.js';
export type { TaskDefinition } from './model/api/task-definition.js';
export type { RunCounts, RunReport, RunStatus, TaskRun } from './model/api/task-run.js';
export type { RunConfiguration, Task, TaskEvaluator } from './model/api/task.js';
export type {
  BackfillOptions,
  BackfillPlan,
  BackfillResult,
  RunBackfillInput,
} from './model/backfill/backfill.js';
export type { WindowList } from './model/backfill/window-list.js';
export type { Json } from './model/base/json.js';
export type { CoverageEntry, CoverageStretch, Reprocess, Verified } from './model/coverage/coverage.js';
export type { CoverageVerification, VerifiedRow } from './model/coverage/verify-coverage.js';
export type { Gate } from './model/gate/gate.js';
export type { CheckResult, GateResult } from './model/gate/evidence.js';
export type { RunPipelineInput } from './model/pipeline/inputs.js';
export type { Plan, Step } from './model/pipeline/plan.js';
export type { ItemResult, PipelineResult, StepResult } from './model/pipeline/results.js';
export type { EvaluationSummary } from './model/quality/evaluation-summary.js';
export type { SpanQuestion } from './model/quality/span-question.js';
export type { WindowQuality } from './model/quality/window-quality.js';
export type { RunTaskInput, WaitForRunInput } from './model/run/inputs.js';
export type { RunIntent } from './model/run/intent.js';
export type { Outcome, OutcomeKind } from './model/run/outcome.js';
export type { Provenance, RunResult } from './model/run/run-result.js';
export type { Verdict } from './model/run/verdict.js';
export type { FiringResult, RunFiringInput } from './model/schedule/firing.js';
export type { NominalRule, ScheduleDefinition, WatermarkRule } from './model/schedule/schedule.js';
export type { EnsureTaskInput, EnsureTaskResult } from './model/task/ensure-task.js';
export type { CalendarLength } from './model/time/calendar-length.js';
export type { Interval, TimeRange } from './model/time/interval.js';
export type { Window, WithDates } from './model/time/window.js';
