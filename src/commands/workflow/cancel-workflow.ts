import { describeWorkflow, requestCancel } from '../../client/workflow.js';
import { EXIT, exitCodeOfCancel } from '../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../model/temporal/exit-codes.js';
import type { PipelineResult } from '../../model/pipeline/results.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { CliContext } from '../base/context.js';
import { confirm } from '../input/confirm.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { concludeCancel } from '../result/print-results.js';
import {
  conclude,
  isBackfill,
  isPipelineResult,
  isSweep,
  printResult,
  readResult,
} from '../result/conclude.js';
import { watchToEnd } from '../watch/watch-to-end.js';

export interface CancelWorkflowOptions extends CallOptions {
  force?: boolean;
  wait?: boolean;
  timeout?: number;
}

/** Cancels a workflow with everything that it started, and prints how each run ended. */
export async function cancelWorkflow(
  context: CliContext,
  options: CancelWorkflowOptions,
  workflowId: string,
): Promise<number> {
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const { status } = await describeWorkflow(session.client, workflowId);
    if (status.name === 'RUNNING') {
      await confirm(`Cancel ${workflowId} and every run it started?`, options, context);
      await requestCancel(session.client, workflowId);
      output.note('Requested cancellation.');
    } else output.note('The workflow has already ended: nothing to cancel.');
    if (options.wait === false) return EXIT.success;
    const bound = options.timeout === undefined ? {} : { timeoutMs: options.timeout };
    const end = await watchToEnd(session, workflowId, output, context, bound);
    if (end.why !== 'closed' || isSweep(end)) return conclude(end, workflowId, session, output);
    if (isBackfill(end)) return concludeCancel(session, workflowId, output);
    const result = await readResult(session, workflowId);
    await printResult(result, workflowId, session, output);
    return exitCodeOf(result);
  });
}

/** Success means that nothing is active any more; the outcomes say how each run ended. */
function exitCodeOf(result: RunResult | PipelineResult): ExitCode {
  const runs = isPipelineResult(result) ? result.steps.map((step) => step.result) : [result];
  const codes = runs.map((run) => (run === null ? EXIT.success : exitCodeOfCancel(run.outcome.kind)));
  return codes.find((code) => code !== EXIT.success) ?? EXIT.success;
}
