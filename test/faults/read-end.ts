import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, TerminatedFailure } from '@temporalio/common';
import { RESULT_MEMO } from '../../src/model/temporal/memos.js';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import type { Reported } from './judge-trial.js';
import type { TrialIntent } from './subject.js';

const ASK_AGAIN_MS = 500;

/** What a workflow says in the end, for each task of its trial. A server that is away is asked again. */
export async function readEnd(handle: WorkflowHandle, intent: TrialIntent): Promise<readonly Reported[]> {
  for (;;) {
    try {
      return reportedOf(await handle.result(), intent);
    } catch (error) {
      if (error instanceof WorkflowFailedError) return await failureOf(error.cause, handle, intent);
      await sleep(ASK_AGAIN_MS, undefined, { ref: false });
    }
  }
}

async function failureOf(
  cause: Error | undefined,
  handle: WorkflowHandle,
  intent: TrialIntent,
): Promise<readonly Reported[]> {
  const all = (reported: Reported): readonly Reported[] => intent.tasks.map(() => reported);
  if (cause instanceof TerminatedFailure) return all({ kind: 'never-ended' });
  if (!(cause instanceof CancelledFailure)) {
    const type =
      cause instanceof ApplicationFailure ? (cause.type ?? cause.name) : (cause?.name ?? 'unknown');
    return all({ kind: 'failed', type, message: cause?.message ?? '' });
  }
  const memo = await memoOf(handle);
  return memo === undefined ? all({ kind: 'nothing' }) : reportedOf(memo, intent);
}

async function memoOf(handle: WorkflowHandle): Promise<unknown> {
  for (;;) {
    try {
      return (await handle.describe()).memo?.[RESULT_MEMO];
    } catch {
      await sleep(ASK_AGAIN_MS, undefined, { ref: false });
    }
  }
}

function reportedOf(result: unknown, { shape, tasks }: TrialIntent): readonly Reported[] {
  if (shape !== 'pipeline') return [reportedRun(result as RunResult)];
  const { steps } = result as PipelineResult;
  return tasks.map((_, at) => reportedStep(steps[at]));
}

function reportedStep(step: PipelineResult['steps'][number] | undefined): Reported {
  if (step === undefined) return { kind: 'never-ended' };
  if (step.result !== null) return reportedRun(step.result);
  if (step.state === 'failed') return { kind: 'failed', type: 'step', message: step.reason ?? '' };
  return { kind: 'nothing' };
}

const reportedRun = ({ runId, run, outcome, provenance }: RunResult): Reported => ({
  kind: 'result',
  runId,
  outcome: outcome.kind,
  counts: run?.counts ?? null,
  candidates: provenance.candidates.map((candidate) => candidate.runId),
});
