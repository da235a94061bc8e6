import { startRun } from '../../client/run/start-run.js';
import type { Started } from '../../client/start.js';
import type { RunTaskInput } from '../../model/run/inputs.js';
import type { RunResult } from '../../model/run/run-result.js';
import { definedOnly } from '../../model/base/objects.js';
import { rulesGiven } from '../notification/notify-option.js';
import type { CliContext } from '../base/context.js';
import { confirm } from '../input/confirm.js';
import { requireSpace, spaceOf } from '../input/space.js';
import { Output } from '../base/output.js';
import { requireSize } from '../../client/start.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { conclude, isPipelineResult, printResult, readResult } from '../result/conclude.js';
import { watchToEnd } from '../watch/watch-to-end.js';
import { resolveIntent } from './resolve-intent.js';
import type { ResolvedIntent } from './resolve-intent.js';
import { triggerFieldsOf, triggerPolicyOf, requireWait } from './trigger-options.js';
import type { TriggerRunOptions } from './trigger-options.js';
import { startWaiting } from './wait-for-run.js';
import { toleranceOf, waitPolicyOf } from './wait-options.js';

/** Triggers one run of a task, once: repeating the command attaches to the run that the first one started. */
export async function triggerRun(
  context: CliContext,
  options: TriggerRunOptions,
  task: string,
): Promise<number> {
  requireWait(options);
  requireSpace('The task', task, spaceOf(options, context));
  const { trigger, notes, warning } = await triggerFieldsOf(context, options);
  const output = new Output(context, options);
  output.note(...notes);
  const given = { task, trigger, ...(options.key === undefined ? {} : { key: options.key }) };
  // Looking the task up by its name would be the first thing to start.
  requireSize(`The trigger of ${JSON.stringify(task.slice(0, 80))}`, given);
  if (warning !== null) {
    output.warn(warning);
    // In a pipe there is nobody to ask.
    if (context.stdin.isTTY) await confirm('Trigger anyway?', options, context);
  }
  return withSession(context, options, async (session) => {
    const resolved = await resolveIntent(session, context, options, given, (line) => output.warn(line));
    const started = await start(session, resolved, options);
    const { workflowId } = started.handle;
    output.note(...announce(started, resolved.title, session.uiUrl(workflowId)));
    return options.wait === true
      ? waitToEnd(session, workflowId, started, context, output, options)
      : waitForId(session, started, context, output);
  });
}

function start(
  session: Session,
  { intent, title }: ResolvedIntent,
  options: TriggerRunOptions,
): Promise<Started<RunTaskInput, RunResult>> {
  const input: RunTaskInput = {
    intent,
    wait: options.wait === true ? waitPolicyOf(options) : null,
    tolerance: toleranceOf(options),
    ...triggerPolicyOf(options),
    ...definedOnly({ notify: rulesGiven(options) }),
  };
  return startRun(session.client, input, { ...session, title });
}

const ANOTHER = 'To trigger another run, pass --key.';

function announce(
  { how, handle }: Started<RunTaskInput, RunResult>,
  title: string,
  uiUrl: string | null,
): string[] {
  const place = [
    `  workflow     ${handle.workflowId}`,
    ...(uiUrl === null ? [] : [`  Temporal UI  ${uiUrl}`]),
  ];
  switch (how) {
    case 'started':
      return [`Triggering ${title}.`, ...place];
    case 'running':
      return ['Attached to the same run, which is already active. Nothing was triggered.', ...place];
    case 'finished':
      return ['The same run was made before; this is its result. Nothing was triggered.', ...place, ANOTHER];
  }
}

async function waitToEnd(
  session: Session,
  workflowId: string,
  { how }: Started<RunTaskInput, RunResult>,
  context: CliContext,
  output: Output,
  options: TriggerRunOptions,
): Promise<number> {
  // A run that was attached to has a deadline of its own, or none: this command's wait ends all the same.
  const { timeout, cancelOnInterrupt = false } = options;
  const bound = how === 'running' && timeout !== undefined ? { timeoutMs: timeout } : {};
  const end = await watchToEnd(session, workflowId, output, context, { cancelOnInterrupt, ...bound });
  if (end.why !== 'closed') return conclude(end, workflowId, session, output);
  const result = await readResult(session, workflowId);
  if (isPipelineResult(result) || result.runId === null || !goesOn(result, how)) {
    return printResult(result, workflowId, session, output);
  }
  output.note(`Waiting for the run ${result.runId}, which nobody waited for.`);
  return waitOn(session, result.runId, context, output, options);
}

/** Whether there is something left to wait for: the run was only started, or an earlier wait for it had ended. */
const goesOn = ({ outcome }: RunResult, how: Started<RunTaskInput, RunResult>['how']): boolean =>
  outcome.kind === 'started' || (how === 'finished' && outcome.kind === 'timed-out-detached');

/** Waits for a run whose trigger is over. */
async function waitOn(
  session: Session,
  runId: string,
  context: CliContext,
  output: Output,
  options: TriggerRunOptions,
): Promise<number> {
  const { handle } = await startWaiting(session, runId, options);
  const { cancelOnInterrupt = false } = options;
  const end = await watchToEnd(session, handle.workflowId, output, context, { cancelOnInterrupt });
  return conclude(end, handle.workflowId, session, output);
}

/**
 * Ends as soon as the run's id is known. A workflow that was attached to may continue to wait; one of our own ends by itself
 * then, and has a result.
 */
async function waitForId(
  session: Session,
  { handle: { workflowId }, how }: Started<RunTaskInput, RunResult>,
  context: CliContext,
  output: Output,
): Promise<number> {
  const end = await watchToEnd(session, workflowId, output, context, {
    until: ({ steps }) => how === 'running' && steps.some(({ runId }) => runId !== null),
  });
  if (end.why !== 'until') return conclude(end, workflowId, session, output);
  const [step] = end.snapshot?.steps ?? [];
  const place = { workflowId, uiUrl: session.uiUrl(workflowId) };
  const data = {
    ...place,
    runId: step?.runId ?? null,
    status: step?.status ?? null,
  } satisfies StartedRunData;
  output.result('run-started', data, () => [data.runId ?? '']);
  return 0;
}

type StartedRunData = Pick<RunResult, 'runId'> & {
  workflowId: string;
  uiUrl: string | null;
  status: string | null;
};
