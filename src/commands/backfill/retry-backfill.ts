import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { BackfillHandle } from '../../client/backfill/start-backfill.js';
import type { BackfillPlan, BackfillResult, RunBackfillInput } from '../../model/backfill/backfill.js';
import type { RetryFailedRequest } from '../../model/backfill/messages.js';
import { definedOnly } from '../../model/base/objects.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { windowCount, windowListOf, windowsIn } from '../../model/backfill/window-list.js';
import type { CliContext } from '../base/context.js';
import { backfillOf } from '../../client/observe/describe-backfill.js';
import { coverageOf, missingIn } from '../../model/coverage/coverage-stretches.js';
import { intersect } from '../../model/time/interval.js';
import type { Notify } from '../../client/worker-gap.js';
import { retryFailedWindows } from '../../client/backfill/control-backfill.js';
import { readInput } from '../../client/payload.js';
import { openWorkflow } from '../../client/workflow.js';
import { userName } from '../input/user-name.js';
import { CliError, usageError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { coverageEntries, previewOf } from './make-plan.js';
import { readBackfill } from '../result/print-results.js';
import { evaluatorsNow } from './resolve-task.js';
import { runPlan } from './run-plan.js';
import type { RunPlanOptions } from './run-plan.js';
import { experienceOfPlan } from './task-experience.js';

export interface RetryBackfillOptions extends RunPlanOptions {
  failed?: boolean;
  unfinished?: boolean;
  unresolved?: boolean;
  reason?: string;
  by?: string;
}

/**
 * Runs windows again that did not end well: in the backfill itself while it runs, else in a new one with the same options.
 * The same retry of the same execution is one backfill.
 */
export async function retryBackfill(
  context: CliContext,
  options: RetryBackfillOptions,
  workflowId: string,
): Promise<number> {
  if (options.failed !== true && options.unfinished !== true && options.unresolved !== true)
    throw usageError('Nothing selected to retry: pass --failed, --unfinished or --unresolved.');
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const { handle, description: former } = await openWorkflow<RunBackfillInput, BackfillResult>(
      session.client,
      workflowId,
      'backfill',
    );
    return former.status.name === 'RUNNING'
      ? askToRetry(handle, context, output, options)
      : runAgain(session, context, former, output, options);
  });
}

async function askToRetry(
  handle: BackfillHandle,
  context: CliContext,
  output: Output,
  { unresolved, reason, by = userName(context), failed }: RetryBackfillOptions,
): Promise<number> {
  const { workflowId } = handle;
  if (failed !== true && unresolved !== true)
    throw usageError(
      `${workflowId} is still running and will start its remaining windows by itself`,
      'Pass --failed or --unresolved.',
    );
  const request: RetryFailedRequest = {
    by,
    ...(reason === undefined ? {} : { reason }),
    ...(unresolved === undefined ? {} : { unresolved }),
  };
  const { message } = await retryFailedWindows(handle, request, (line) => output.warn(line));
  output.result('answer', { workflowId, message, by }, () => [message]);
  return EXIT.success;
}

async function runAgain(
  session: Session,
  context: CliContext,
  former: WorkflowExecutionDescription,
  output: Output,
  options: RetryBackfillOptions,
): Promise<number> {
  const { workflowId, runId: executionId } = former;
  const { plan: formerPlan, notify: told } = await readInput<RunBackfillInput>(session.client, former);
  const limit = backfillOf(former.memo).progress?.limit ?? formerPlan.options.limit;
  const asked = planOfRest(formerPlan, await resultOf(session, workflowId), limit, options);
  if (asked.windows.length === 0) throw nothingLeft(workflowId);
  const notify = (line: string): void => output.warn(line);
  const rest = { ...asked, evaluators: await evaluatorsNow(session, asked, notify) };
  if (rest.evaluators !== asked.evaluators)
    notify('The task’s evaluators have changed since then: these windows use the new ones.');
  const plan = await withoutProven(session, rest, notify);
  if (plan.windows.length === 0) throw nothingMissing(workflowId, windowCount(rest.windows));
  const known = await experienceOfPlan(session, plan, notify);
  const retryOf = { workflowId, executionId, windows: asked.windows };
  const toRun = { preview: previewOf(plan, known), retryOf, ...definedOnly({ notify: told }) };
  return runPlan(session, context, toRun, output, options);
}

async function resultOf(session: Session, workflowId: string): Promise<BackfillResult> {
  try {
    return await readBackfill(session, workflowId);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'WorkflowFailedError') throw error;
    throw new CliError(`${workflowId} ended without a result, so its remaining windows are unknown.`, {
      exitCode: EXIT.refused,
      code: 'NoResult',
      hint: 'Run `ax-tasks backfill plan` for the same range: it plans the windows that coverage shows as missing.',
      cause: error,
    });
  }
}

/** The time that coverage still misses: others may have evaluated some of it since. An override evaluates it in any case. */
async function withoutProven(session: Session, plan: BackfillPlan, notify: Notify): Promise<BackfillPlan> {
  if (plan.overrideEvaluations) return plan;
  const range = { startMs: Date.parse(plan.range.dataStartTime), endMs: Date.parse(plan.range.dataEndTime) };
  const entries = await coverageEntries(session, {}, plan.task, range, notify);
  const missing = missingIn(coverageOf(entries, range, plan.evaluators), 'missing');
  const windows = windowsIn(plan.windows);
  const proven = windows.filter((window) => intersect([window], missing).length === 0).length;
  if (proven > 0 && proven < windows.length)
    notify(`Left out ${proven} of ${windows.length} windows: coverage shows them as evaluated since.`);
  return { ...plan, windows: windowListOf(intersect(windows, missing)) };
}

/** The windows that were asked for, under the same options and the limit of runs at once that it had at its end. */
function planOfRest(
  plan: BackfillPlan,
  { failed, notBegun, unresolved }: BackfillResult,
  limit: number,
  options: RetryBackfillOptions,
): BackfillPlan {
  const lists = [
    ...(options.failed === true ? [failed] : []),
    ...(options.unfinished === true ? [notBegun] : []),
    ...(options.unresolved === true ? [unresolved] : []),
  ];
  const windows = lists.flatMap(windowsIn).sort((a, b) => a.startMs - b.startMs);
  return { ...plan, windows: windowListOf(windows), options: { ...plan.options, limit } };
}

const nothingMissing = (workflowId: string, windows: number): CliError =>
  new CliError(
    `Coverage shows ${windows === 1 ? 'the window' : `all ${windows} windows`} of ${workflowId} as evaluated since: nothing to retry.`,
    {
      exitCode: EXIT.refused,
      code: 'NothingMissing',
      hint: 'To re-evaluate the range anyway, plan a backfill with --override.',
    },
  );

const nothingLeft = (workflowId: string): CliError =>
  new CliError(`${workflowId} has no such windows: nothing to retry.`, {
    exitCode: EXIT.refused,
    code: 'NothingFailed',
    hint: 'To re-evaluate the range anyway, plan a backfill with --override.',
  });
