import type { KeepBackfillsInput } from '../backfill/backfill-claims.js';
import type { BackfillResult, RunBackfillInput } from '../backfill/backfill.js';
import type { KeepCoverageInput, KeepCoverageMonthInput } from '../coverage/coverage-messages.js';
import type { FanOutResult, RunFanOutInput } from '../fan-out/inputs.js';
import type { DeliverNoticeInput, DeliveryResult } from '../notification/delivery.js';
import type { RunPipelineInput } from '../pipeline/inputs.js';
import type { PipelineResult } from '../pipeline/results.js';
import type { KeepQualityMonthInput } from '../quality/kept/quality-messages.js';
import type { RunTaskInput, WaitForRunInput } from '../run/inputs.js';
import type { RunResult } from '../run/run-result.js';
import type { WatchTaskInput } from '../run/watch/watch.js';
import type { TriggeredWindow, TriggerWindowsInput } from '../run/trigger-windows.js';
import type { HoldTurnInput } from '../run/turn.js';
import type { FiringResult, RunFiringInput } from '../schedule/firing.js';
import type { Watermark } from '../schedule/watermark.js';
import type { SweepRunsInput } from '../sweep/inputs.js';
import type { SweepResult } from '../sweep/sweep-result.js';
import type { EnsureTaskInput, EnsureTaskResult } from '../task/ensure-task.js';
import type { Operation, Operations, Verb } from './operations.js';

/** The workflows by name, which Temporal calls their type. */
export const WORKFLOWS = {
  taskOperation: 'taskOperation',
  runTask: 'runTask',
  waitForRun: 'waitForRun',
  runPipeline: 'runPipeline',
  runFanOut: 'runFanOut',
  ensureTask: 'ensureTask',
  sweepRuns: 'sweepRuns',
  runBackfill: 'runBackfill',
  keepBackfills: 'keepBackfills',
  triggerWindows: 'triggerWindows',
  holdTurn: 'holdTurn',
  keepCoverage: 'keepCoverage',
  keepCoverageMonth: 'keepCoverageMonth',
  keepQualityMonth: 'keepQualityMonth',
  runFiring: 'runFiring',
  keepWatermark: 'keepWatermark',
  watchTask: 'watchTask',
  deliverNotice: 'deliverNotice',
} as const;

/** How each workflow is called, for whoever starts it without its code: `startChild<WorkflowTypes['runTask']>`. */
export interface WorkflowTypes {
  taskOperation: (operation: Operation) => Promise<Operations[Verb]['result']>;
  runTask: (input: RunTaskInput) => Promise<RunResult>;
  waitForRun: (input: WaitForRunInput) => Promise<RunResult>;
  runPipeline: (input: RunPipelineInput) => Promise<PipelineResult>;
  runFanOut: (input: RunFanOutInput) => Promise<FanOutResult>;
  ensureTask: (input: EnsureTaskInput) => Promise<EnsureTaskResult>;
  sweepRuns: (input: SweepRunsInput) => Promise<SweepResult>;
  runBackfill: (input: RunBackfillInput) => Promise<BackfillResult>;
  keepBackfills: (input: KeepBackfillsInput) => Promise<never>;
  triggerWindows: (input: TriggerWindowsInput) => Promise<TriggeredWindow[]>;
  holdTurn: (input: HoldTurnInput) => Promise<never>;
  keepCoverage: (input: KeepCoverageInput) => Promise<never>;
  keepCoverageMonth: (input: KeepCoverageMonthInput) => Promise<never>;
  keepQualityMonth: (input: KeepQualityMonthInput) => Promise<never>;
  runFiring: (input: RunFiringInput) => Promise<FiringResult>;
  keepWatermark: (watermark: Watermark) => Promise<never>;
  watchTask: (input: WatchTaskInput) => Promise<null>;
  deliverNotice: (input: DeliverNoticeInput) => Promise<DeliveryResult>;
}
