import type { SweepAction, SweepRunsInput } from '../../model/sweep/inputs.js';
import type { SweepResult } from '../../model/sweep/sweep-result.js';
import { sweepLines } from '../../terminal/views/sweep-view.js';
import type { CliContext } from '../base/context.js';
import { confirm, requireTerminal } from '../input/confirm.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { conclude } from '../result/conclude.js';
import { printSweep, readSweep } from '../result/print-results.js';
import { changeSweepSchedule } from './change-sweep-schedule.js';
import { startSweep } from '../../client/sweep/sweep.js';
import type { FollowEnd } from '../watch/follow.js';
import { watchToEnd } from '../watch/watch-to-end.js';

export interface SweepOptions extends CallOptions, SpaceOption {
  task?: string[];
  grace?: number;
  adopt?: boolean;
  cancel?: boolean;
  force?: boolean;
  every?: number;
  unschedule?: boolean;
}

/** Finds the runs made with the worker's key that no workflow has any more; reports, adopts or cancels them. */
export async function sweep(context: CliContext, options: SweepOptions): Promise<number> {
  const input = inputOf(context, options);
  const output = new Output(context, options);
  if (input.action === 'cancel') requireTerminal(options, context);
  return withSession(context, options, (session) => {
    if (options.every !== undefined || options.unschedule === true) {
      return changeSweepSchedule(session, input, options, output, context);
    }
    const isAsked = input.action === 'cancel' && options.force !== true;
    return isAsked
      ? askAndCancel(session, input, output, context)
      : sweepToEnd(session, input, output, context);
  });
}

function inputOf(context: CliContext, options: SweepOptions): SweepRunsInput {
  const space = spaceOf(options, context);
  for (const task of options.task ?? []) requireSpace('The task', task, space);
  return {
    ...space,
    ...(options.task === undefined ? {} : { tasks: options.task }),
    ...(options.grace === undefined ? {} : { graceMs: options.grace }),
    action: actionOf(options),
  };
}

function actionOf({ adopt = false, cancel = false }: SweepOptions): SweepAction {
  if (adopt) return 'adopt';
  return cancel ? 'cancel' : 'report';
}

async function sweepToEnd(
  session: Session,
  input: SweepRunsInput,
  output: Output,
  context: CliContext,
): Promise<number> {
  const { end, workflowId } = await sweepAndWatch(session, input, output, context);
  return conclude(end, workflowId, session, output);
}

/** A sweep that only looks; then, on a yes, one that cancels what was found, and nothing else. */
async function askAndCancel(
  session: Session,
  input: SweepRunsInput,
  output: Output,
  context: CliContext,
): Promise<number> {
  const { end, workflowId } = await sweepAndWatch(session, { ...input, action: 'report' }, output, context);
  if (end.why !== 'closed') return conclude(end, workflowId, session, output);
  const report = await readSweep(session, workflowId);
  if (report.orphans.length === 0) return printSweep(report, workflowId, session, output);
  await ask(report, output, context);
  const onlyRuns = report.orphans.map(({ runId }) => runId);
  // The report had its two looks: what these runs are is looked up once more, at once.
  return sweepToEnd(session, { ...input, onlyRuns, graceMs: 0 }, output, context);
}

async function ask(report: SweepResult, output: Output, context: CliContext): Promise<void> {
  output.note(...sweepLines(report, output.errStyle, context.nowMs()));
  const { length } = report.orphans;
  await confirm(`Cancel ${length === 1 ? 'this orphan' : `these ${length} orphans`}?`, {}, context);
}

/** Starts a sweep, or attaches to the one of the same kind that is running, and watches it. */
async function sweepAndWatch(
  session: Session,
  input: SweepRunsInput,
  output: Output,
  context: CliContext,
): Promise<{ end: FollowEnd; workflowId: string }> {
  const { handle, how } = await startSweep(session.client, input, session);
  const { workflowId } = handle;
  output.note(
    how === 'running' ? 'The same sweep is running already: attached to it.' : `Sweeping: ${workflowId}`,
  );
  return { end: await watchToEnd(session, workflowId, output, context, {}), workflowId };
}
