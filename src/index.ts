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
export type { WorkerSettings, WorkflowSource } from './create-worker.js';
export { clientDataConverter, workerDataConverter } from './temporal/encryption/data-converters.js';
export type { EncryptionKey } from './temporal/encryption/encryption-key.js';

export { backfillPlanOf } from './calendar/backfill-plan-of.js';
export type { BackfillRequest } from './calendar/backfill-plan-of.js';
export { cutRange } from './calendar/cut-range.js';
export { windowsOfNominal } from './calendar/windows-of-rule.js';
export { windowsOfWatermark } from './calendar/windows-of-rule.js';

export { parseBackfillPlan } from './files/backfill/parse-backfill-plan.js';
export { parsePipeline } from './files/pipeline/parse-pipeline.js';
export { parseSchedule } from './files/schedule/parse-schedule.js';
export type { ParsedSchedule } from './files/schedule/parse-schedule.js';
export { parseTask } from './files/task/parse-task.js';
export { InvalidFileError } from './files/document/finding.js';

export { BACKFILL_MEMO, BACKFILL_UPDATES } from './model/backfill/backfill.js';
export { formatCalendarLength, parseCalendarLength } from './model/time/calendar-length.js';
export { coverageOf, missingIn } from './model/coverage/coverage-stretches.js';
export { DEFAULT_BACKFILL_OPTIONS } from './model/backfill/default-backfill-options.js';
export { evaluatorsKey } from './model/api/task.js';
export { FAILURES } from './model/temporal/failure-types.js';
export type { FailureType } from './model/temporal/failure-types.js';
export { RESULT_MEMO, TITLE_MEMO } from './model/temporal/memos.js';
export { STEPS_MEMO, PIPELINE_MEMO } from './model/pipeline/pipeline-memo.js';
export { TRIGGER_MEMO } from './model/run/trigger-memo.js';
export { WORKFLOWS } from './model/temporal/workflow-types.js';
export { PIPELINE_UPDATES } from './model/pipeline/messages.js';
export {
  DEFAULT_TASK_QUEUE,
  backfillWorkflowId,
  coverageWorkflowId,
  derivedExperimentName,
  ensureWorkflowId,
  pipelineWorkflowId,
  runWorkflowId,
  scheduleId,
  stepWorkflowId,
  waitWorkflowId,
} from './model/temporal/names.js';
export { SEARCH_ATTRIBUTES } from './model/temporal/search-attributes.js';
export { windowListOf, windowsIn } from './model/backfill/window-list.js';
export { stepMemos } from './model/pipeline/describe-steps.js';
export { fingerprint } from './client/fingerprint.js';

export type {
  BackfillMemo,
  BackfillOptions,
  BackfillOrder,
  BackfillPause,
  BackfillPlan,
  BackfillProblem,
  BackfillResult,
  ResizeRequest,
  RetryFailedRequest,
  RunBackfillInput,
  WindowState,
} from './model/backfill/backfill.js';
export type { SyncedCoverage } from './model/coverage/coverage-messages.js';
export type { CoverageEntry, CoverageState, CoverageStretch, Reprocess } from './model/coverage/coverage.js';
export type { Interval } from './model/time/interval.js';
export type {
  CalendarTimes,
  NominalRule,
  Overlap,
  ScheduleDefinition,
  ScheduledWork,
  SettleGate,
  WatermarkRule,
  WindowRule,
} from './model/schedule/schedule.js';
export type { FiredWindow, FiringResult, RunFiringInput, Settled } from './model/schedule/firing.js';
export type { CalendarLength } from './model/time/calendar-length.js';
export type { WindowList } from './model/backfill/window-list.js';
export type { ChainedResult } from './model/run/chained.js';
export type {
  Baseline,
  CheckResult,
  EvidenceSource,
  Gate,
  GateAnswer,
  GateCheck,
  GateResult,
  MeasuredStep,
  Measure,
  ScoreSummary,
} from './model/gate/gate.js';
export type { EnsureTaskInput, EnsureTaskResult } from './model/task/ensure-task.js';
export type { PipelineRerun, RunPipelineInput } from './model/pipeline/inputs.js';
export type { RunTaskInput, WaitForRunInput } from './model/run/inputs.js';
export type { RunIntent } from './model/run/intent.js';
export type { Json } from './model/base/json.js';
export type { Accepted, ControlRequest } from './model/base/control-request.js';
export type { Decision, StepRequest } from './model/pipeline/messages.js';
export type { Outcome, OutcomeKind } from './model/run/outcome.js';
export type { PipelineMemo, StepMemo, StepNote } from './model/pipeline/pipeline-memo.js';
export type {
  ActivityCall,
  Approval,
  Binding,
  ConflictPolicy,
  FailurePolicy,
  FanOut,
  FanOutItem,
  OnEmpty,
  Plan,
  Requirement,
  RetryPolicy,
  RetryReason,
  Step,
  StepCondition,
  StepKind,
  ValueKind,
} from './model/pipeline/plan.js';
export type { AmbiguityPolicy, DeadlinePolicy, Tolerance, WaitPolicy } from './model/api/policies.js';
export type {
  CreateEvaluationTaskRequest,
  CreateRunExperimentTaskRequest,
  EvaluationTrigger,
  EvaluatorInput,
  ListRunsRequest,
  ListTasksRequest,
  PageRequest,
  RunExperimentTrigger,
  RunRef,
  TaskRef,
  TriggerFields,
  TriggerRunRequest,
  UpdateTaskRequest,
} from './model/api/requests.js';
export type {
  Dataset,
  DatasetExample,
  DatasetVersion,
  EvaluatorVersion,
  Experiment,
  ExperimentRun,
  NamedResource,
  Page,
  RunEvaluation,
  SpaceResource,
} from './model/api/resources.js';
export type {
  ApprovalResult,
  ItemResult,
  PipelineResult,
  StepResult,
  StepState,
} from './model/pipeline/results.js';
export type { Duplicate, Provenance, RunResult, StartedRun } from './model/run/run-result.js';
export type { TriggerMemo } from './model/run/trigger-memo.js';
export type { RunReport } from './model/api/task-run.js';
export type {
  EvaluationDefinition,
  RunExperimentDefinition,
  TaskDefinition,
} from './model/api/task-definition.js';
export type { RunCounts, RunStatus, TaskRun } from './model/api/task-run.js';
export type {
  EvaluationTaskType,
  QueryFilters,
  QueryMapping,
  RunConfiguration,
  Task,
  TaskEvaluator,
} from './model/api/task.js';
export type { TaskChange } from './model/task/task-difference.js';
export type { Verdict } from './model/run/verdict.js';
export type { Window } from './model/time/window.js';
