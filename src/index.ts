/**
 * For workers and starters of your own (docs/own-worker.md): the activities, a ready worker, the client of Arize AX, the
 * names that are used in Temporal, and the types of all that crosses a border. Importing it reads and starts nothing.
 */
export { createActivities } from './activities/index.js';
export type { Activities, ActivityDeps } from './activities/index.js';
export * from './ax/index.js';
export { ConfigError, loadAxConfig, loadEncryptionKeys } from './config.js';
export type { AxConfig, DeploymentVersion, Environment } from './config.js';
export { createWorker, workflowBundlePath } from './create-worker.js';
export type { WorkerSettings, WorkflowSource } from './create-worker.js';
export { clientDataConverter, workerDataConverter } from './temporal/encryption/data-converters.js';
export type { EncryptionKey } from './temporal/encryption/encryption-key.js';

export { backfillPlanOf } from './calendar/backfill-plan-of.js';
export type { BackfillRequest } from './calendar/backfill-plan-of.js';
export { cutRange } from './calendar/cut-range.js';
export { windowsOfNominal } from './calendar/windows-of-nominal.js';
export { windowsOfWatermark } from './calendar/windows-of-watermark.js';

export { parseBackfillPlan } from './spec/parse-backfill-plan.js';
export { parsePipeline } from './spec/parse-pipeline.js';
export { parseSchedule } from './spec/parse-schedule.js';
export type { ParsedSchedule } from './spec/parse-schedule.js';
export { parseTask } from './spec/parse-task.js';
export { SpecError } from './spec/spec-error.js';

export { BACKFILL_MEMO, BACKFILL_UPDATES } from './model/backfill.js';
export { formatCalendarLength, parseCalendarLength } from './model/calendar-length.js';
export { coverageOf, missingIn } from './model/coverage-stretches.js';
export { DEFAULT_BACKFILL_OPTIONS } from './model/default-backfill-options.js';
export { evaluatorsKey } from './model/evaluators-key.js';
export { FAILURES } from './model/failure-types.js';
export type { FailureType } from './model/failure-types.js';
export { RESULT_MEMO, STEPS_MEMO, TITLE_MEMO, TRIGGER_MEMO, WORKFLOWS } from './model/inputs.js';
export { UPDATES } from './model/messages.js';
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
} from './model/names.js';
export { PIPELINE_MEMO } from './model/pipeline-memo.js';
export { SEARCH_ATTRIBUTES } from './model/search-attributes.js';
export { windowListOf, windowsIn } from './model/window-list.js';
export { stepMemos } from './model/describe-steps.js';
export { fingerprint } from './commands/fingerprint.js';

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
} from './model/backfill.js';
export type { SyncedCoverage } from './model/coverage-messages.js';
export type { CoverageEntry, CoverageState, CoverageStretch, Reprocess } from './model/coverage.js';
export type { Interval } from './model/interval.js';
export type {
  CalendarLength,
  CalendarTimes,
  FiredWindow,
  FiringResult,
  NominalRule,
  Overlap,
  RunFiringInput,
  ScheduleDefinition,
  ScheduledWork,
  Settled,
  SettleGate,
  WatermarkRule,
  WindowRule,
} from './model/schedule.js';
export type { WindowList } from './model/window-list.js';
export type { ChainedResult } from './model/chained.js';
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
} from './model/gate.js';
export type {
  EnsureTaskInput,
  PipelineRerun,
  RunPipelineInput,
  RunTaskInput,
  WaitForRunInput,
} from './model/inputs.js';
export type { RunIntent } from './model/intent.js';
export type { Json } from './model/json.js';
export type { Accepted, ControlRequest, Decision, StepRequest } from './model/messages.js';
export type { Outcome, OutcomeKind } from './model/outcome.js';
export type { PipelineMemo, StepMemo, StepNote } from './model/pipeline-memo.js';
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
} from './model/plan.js';
export type { AmbiguityPolicy, DeadlinePolicy, Tolerance, WaitPolicy } from './model/policies.js';
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
} from './model/requests.js';
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
} from './model/resources.js';
export type {
  ApprovalResult,
  Duplicate,
  EnsureTaskResult,
  ItemResult,
  PipelineResult,
  Provenance,
  RunResult,
  StartedRun,
  StepResult,
  StepState,
  TriggerMemo,
} from './model/results.js';
export type { RunReport } from './model/run-report.js';
export type {
  EvaluationDefinition,
  RunExperimentDefinition,
  TaskDefinition,
} from './model/task-definition.js';
export type { RunCounts, RunStatus, TaskRun } from './model/task-run.js';
export type {
  EvaluationTaskType,
  QueryFilters,
  QueryMapping,
  RunConfiguration,
  Task,
  TaskEvaluator,
} from './model/task.js';
export type { TaskChange } from './model/task-difference.js';
export type { Verdict } from './model/verdict.js';
export type { Window } from './model/window.js';
