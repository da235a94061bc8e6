import type { Client } from '@temporalio/client';
import type { PipelineResult } from '../../model/pipeline/results.js';
import { pipelineReason, pipelineWarning } from '../../model/pipeline/result-text.js';
import { outcomeText } from '../../model/run/outcome-text.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { Verdict } from '../../model/run/verdict.js';
import { RESULT_MEMO } from '../../model/temporal/memos.js';
import { failureOf } from '../failure.js';
import type { WorkflowFailure } from '../failure.js';

/** How a workflow ended by its result, since Temporal's status only says that it ended. */
export interface Conclusion {
  /** Null while it runs, if it was terminated, or if its result has no verdict or cannot be decrypted here. */
  verdict: Verdict | null;
  /** Why the verdict is not `good`, or what gates of a good one warn of, for people; null if there is nothing to say. */
  reason: string | null;
  /** The failure type of a workflow that failed, such as `TriggerUnresolved`; null otherwise. */
  failureType: string | null;
}

/** What Temporal's list or a description says of a workflow. */
export interface EndedExecution {
  workflowId: string;
  runId: string;
  status: { name: string };
  memo?: Record<string, unknown>;
}

const NO_CONCLUSION: Conclusion = { verdict: null, reason: null, failureType: null };

type AnyResult = Partial<RunResult> &
  Partial<PipelineResult> & { note?: string | null; stopped?: string | null };

/** Reads how a workflow ended: one request to Temporal, or none. A workflow that runs has no conclusion. */
export async function readConclusion(client: Client, execution: EndedExecution): Promise<Conclusion> {
  const { workflowId, runId, status, memo } = execution;
  if (status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW') return NO_CONCLUSION;
  const kept = memo?.[RESULT_MEMO] as AnyResult | null | undefined;
  if (kept !== undefined && kept !== null) return ofResult(kept);
  const handle = client.workflow.getHandle<() => Promise<AnyResult | null>>(workflowId, runId, {
    followRuns: false,
  });
  try {
    return ofResult(await handle.result());
  } catch (error) {
    const failure = error instanceof Error ? failureOf(error) : null;
    // Anything else means that the result cannot be read here: unknown, and not a failure of the workflow.
    return failure === null ? NO_CONCLUSION : ofFailure(failure);
  }
}

function ofResult(result: AnyResult | null): Conclusion {
  const verdict = result?.verdict ?? null;
  return { verdict, reason: verdict === 'good' ? warningOf(result) : reasonOf(result), failureType: null };
}

const warningOf = (result: AnyResult | null): string | null =>
  Array.isArray(result?.steps) ? pipelineWarning(result.steps) : null;

function reasonOf(result: AnyResult | null): string | null {
  if (result?.outcome !== undefined) return outcomeText(result.outcome);
  if (Array.isArray(result?.steps)) return pipelineReason(result.steps);
  return result?.note ?? result?.stopped ?? null;
}

const VERDICTS: Readonly<Record<WorkflowFailure['kind'], Verdict | null>> = {
  failed: 'failed',
  'timed-out': 'failed',
  cancelled: 'cancelled',
  // It ran no code: what became of its runs is unknown.
  terminated: null,
};

const ofFailure = ({ kind, type, message }: WorkflowFailure): Conclusion => ({
  verdict: VERDICTS[kind],
  reason: message,
  failureType: type,
});
