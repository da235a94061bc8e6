import { executeChild } from '@temporalio/workflow';
import type { RunTaskInput } from '../../model/run/inputs.js';
import type { Interval } from '../../model/time/interval.js';
import { attemptWorkflowId, firedRunWorkflowId } from '../../model/temporal/names.js';
import type { RunResult } from '../../model/run/run-result.js';
import { unresolvedNotice } from '../../model/run/notices/run-notices.js';
import { scheduleSubject } from '../../model/schedule/firing-notices.js';
import type { ScheduledTask } from '../../model/schedule/schedule.js';
import { toUtc } from '../../model/time/window.js';
import { runTask } from '../run/run-task.js';
import { innermost, unresolvedOf } from '../shared/failures.js';
import { childOptions } from '../shared/child-options.js';
import { endedBadly } from './ended-badly.js';
import { windowOf } from './firing.js';
import type { Firing } from './firing.js';

/** The id of the workflow that does the work over a window. A half begins where the window began that was cut. */
export function runIdOf({ id, windows }: Firing, interval: Interval | null): string {
  const start = interval && toUtc(interval.startMs);
  const before = windows.filter(({ window }) => window?.dataStartTime === start).length;
  return attemptWorkflowId(firedRunWorkflowId(id, start), before + 1);
}

/** Runs the task over a window in a child. A child without a result gives the reason instead. */
export async function fireTask(
  firing: Firing,
  work: ScheduledTask,
  interval: Interval | null,
): Promise<{ result: RunResult } | { reason: string }> {
  const { schedule, hasSearchAttributes = false } = firing.input;
  const workflowId = runIdOf(firing, interval);
  try {
    const result = await executeChild(runTask, {
      args: [inputOf(firing, work, interval)],
      ...childOptions({
        workflowId,
        summary: `${work.task} by schedule ${schedule}`,
        details: `Task **${work.task}** by schedule ${schedule}, at ${toUtc(firing.nominalMs)}.`,
        searchAttributes: hasSearchAttributes ? { task: work.task } : null,
      }),
    });
    return { result };
  } catch (error) {
    const unresolved = unresolvedOf(innermost(error));
    if (unresolved !== null)
      firing.teller.tell(unresolvedNotice(scheduleSubject(schedule), unresolved, work.task, workflowId));
    return { reason: endedBadly(error) };
  }
}

function inputOf({ input }: Firing, work: ScheduledTask, interval: Interval | null): RunTaskInput {
  const { task, space, shareDataset, tolerance, wait } = work;
  const trigger = { ...work.trigger, ...(interval === null ? {} : windowOf(interval)) };
  return {
    intent: { task, ...(space === undefined ? {} : { space }), trigger },
    wait,
    tolerance,
    ...(shareDataset === undefined ? {} : { shareDataset }),
    ...(input.hasSearchAttributes === true ? { hasSearchAttributes: true } : {}),
  };
}
