import { ApplicationFailure } from '@temporalio/common';
import { isCancellation, log, metricMeter, workflowInfo } from '@temporalio/workflow';
import type { RunReport } from '../../model/api/task-run.js';
import type { GateAnswer } from '../../model/gate/gate.js';
import type { ApprovalResult } from '../../model/pipeline/results.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { TriggeredWindow } from '../../model/run/trigger-windows.js';
import type { Verdict } from '../../model/run/verdict.js';
import type { FiringResult, RunFiringInput } from '../../model/schedule/firing.js';
import type { SweepResult } from '../../model/sweep/sweep-result.js';
import { METRICS, count, recordMs } from '../../model/temporal/metrics.js';
import { instantMs } from '../../model/time/window.js';
import { unresolvedOf } from './failures.js';

/** What workflows measure and log. Nothing of it happens again in a replay, and nothing of it is in the history. */
const msOf = (time: string | null | undefined): number => instantMs(time ?? '') ?? Number.NaN;

/** How an intent came to its run, or why it has none. */
export function reportTrigger(
  task: string,
  triggered: { provenance: RunResult['provenance']; runId?: string },
): void {
  const none = ['noData', 'late', 'unconfirmed'].find((why) => why in triggered);
  const how = none === undefined ? triggered.provenance.how : NO_RUN[none];
  if (how !== undefined) settled(task, how, triggered.runId ?? null);
}

const NO_RUN: Readonly<Record<string, string>> = {
  noData: 'no-data',
  late: 'late',
  unconfirmed: 'unresolved',
};

/** An intent whose trigger failed; one that was cancelled is not settled. */
export function reportFailedTrigger(task: string, error: unknown): void {
  if (isCancellation(error)) return;
  const isUnresolved = unresolvedOf(error) !== null;
  if (isUnresolved || error instanceof ApplicationFailure)
    settled(task, isUnresolved ? 'unresolved' : 'refused', null);
}

/** As {@link reportTrigger}, of a backfill's window. One that is to be triggered again is not settled. */
export function reportWindowTrigger(task: string, triggered: TriggeredWindow): void {
  if (NOT_SETTLED.includes(triggered.kind)) return;
  const [how, axRunId] =
    triggered.kind === 'started' ? [triggered.provenance.how, triggered.runId] : [triggered.kind, null];
  settled(task, how === 'unconfirmed' ? 'unresolved' : how, axRunId);
}

function settled(task: string, how: string, axRunId: string | null): void {
  count(metricMeter, METRICS.triggers, { task, how });
  if (how === 'unresolved') log.warn('it is not known whether a trigger made a run', { task });
  else log.info('a trigger was settled', { task, how, axRunId });
}

const NOT_SETTLED: readonly TriggeredWindow['kind'][] = [
  'not-sent',
  'cancelled',
  'turn-taken',
  'stale-fence',
];

/** The end of a run, or of an intent that has none. */
export function reportRun({
  taskName,
  runId,
  run,
  outcome,
  verdict,
}: Pick<RunResult, 'taskName' | 'runId' | 'run' | 'outcome' | 'verdict'>): void {
  const task = taskName ?? 'unknown';
  count(metricMeter, METRICS.runsEnded, { task, outcome: outcome.kind, verdict });
  log.info('a run ended', { task, axRunId: runId, outcome: outcome.kind, verdict });
  const tookMs = msOf(run?.finishedAt) - msOf(run?.createdAt);
  recordMs(metricMeter, METRICS.runDurationSeconds, { task }, tookMs);
}

/** How late the end of a run is seen. One that ended while it was looked at was seen at once. */
export function measureDetection({ finishedAt }: RunReport): void {
  const lateMs = Math.max(0, Date.now() - msOf(finishedAt));
  recordMs(metricMeter, METRICS.detectionDelaySeconds, {}, lateMs);
}

/** A window of a backfill that will not be tried again. */
export function reportWindow(task: string, state: string | undefined): void {
  if (state !== undefined && state !== 'waiting') count(metricMeter, METRICS.windowsEnded, { task, state });
}

export function reportGate(step: string, verdict: GateAnswer): void {
  count(metricMeter, METRICS.gateVerdicts, { verdict });
  log.info('a gate was judged', { step, verdict });
}

export function reportApproval(step: string, state: 'asked' | ApprovalResult['decision']): void {
  count(metricMeter, METRICS.approvals, { state });
  log.info(state === 'asked' ? 'an approval is awaited' : 'an approval was decided', { step, state });
}

export function reportPipeline(verdict: Verdict): void {
  count(metricMeter, METRICS.pipelinesEnded, { verdict });
  log.info('a pipeline ended', { verdict });
}

/** How late a firing starts; not of the executions that continue it. */
export function measureFiringStart({ schedule, resume }: RunFiringInput, nominalMs: number): void {
  if (resume !== undefined) return;
  const lateMs = workflowInfo().startTime.getTime() - nominalMs;
  recordMs(metricMeter, METRICS.firingDelaySeconds, { schedule }, lateMs);
}

export function reportFiring(
  { schedule, verdict, windows }: FiringResult,
  { window }: RunFiringInput,
  { nominalMs, provenMs }: { nominalMs: number; provenMs: number | null },
): void {
  count(metricMeter, METRICS.firings, { schedule, verdict });
  log.info('a firing ended', { schedule, verdict });
  for (const { verdict: ofWindow, window: evaluated } of windows)
    if (ofWindow === 'good' && evaluated !== null) {
      const lagMs = Date.now() - msOf(evaluated.dataEndTime);
      recordMs(metricMeter, METRICS.coverageLagSeconds, { schedule }, lagMs);
    }
  if (window?.mode !== 'watermark' || provenMs === null) return;
  const behindMs = Math.max(0, nominalMs - window.lagMs - provenMs);
  recordMs(metricMeter, METRICS.watermarkLagSeconds, { schedule }, behindMs);
}

export function reportNotice(channel: string, outcome: 'delivered' | 'undelivered'): void {
  count(metricMeter, METRICS.notifications, { channel, outcome });
  log.info('a notice ended', { channel, outcome });
}

export function reportSweep({ counts, orphans }: SweepResult): void {
  const isLeft = orphans.some(({ did }) => did === 'reported' || did === 'unconfirmed');
  count(metricMeter, METRICS.sweeps, {
    result: isLeft || counts.orphans > orphans.length ? 'left' : 'clean',
  });
  for (const { did } of orphans) count(metricMeter, METRICS.orphans, { did });
}
