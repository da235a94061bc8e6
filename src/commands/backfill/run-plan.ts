import { startBackfill } from '../../client/backfill/start-backfill.js';
import type { StartBackfillOptions } from '../../client/backfill/start-backfill.js';
import { definedOnly } from '../../model/base/objects.js';
import { isLarge } from '../../model/backfill/backfill-preview.js';
import type { BackfillPreview } from '../../model/backfill/backfill-preview.js';
import type { BackfillPlan } from '../../model/backfill/backfill.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { windowCount } from '../../model/backfill/window-list.js';
import type { NotifyRule } from '../../model/notification/notify-rules.js';
import { rulesGiven } from '../notification/notify-option.js';
import type { NotifyOption } from '../notification/notify-option.js';
import type { CliContext } from '../base/context.js';
import { confirm } from '../input/confirm.js';
import type { Output } from '../base/output.js';
import { placeLines } from '../pipeline/start-plan.js';
import type { CallOptions } from '../session/call-once.js';
import type { Session } from '../session/session.js';
import { conclude } from '../result/conclude.js';
import { nextCommands, watchToEnd } from '../watch/watch-to-end.js';

type StartedBackfill = Awaited<ReturnType<typeof startBackfill>>;

/** The flags of every command that starts a backfill. */
export interface RunPlanOptions extends CallOptions, NotifyOption {
  force?: boolean;
  detach?: boolean;
  cancelOnInterrupt?: boolean;
  /** Makes it another backfill beside the same one, or beside one over the same time. */
  key?: string;
}

/** A plan that is to be run, and the execution whose windows it retries. */
export interface PlanToRun {
  preview: BackfillPreview;
  retryOf?: StartBackfillOptions['retryOf'];
  /** Who is told, unless flags say otherwise; absent: the workers' default. */
  notify?: readonly NotifyRule[];
}

/** Starts a plan, or attaches to its backfill, asks if it is large, and watches it. */
export async function runPlan(
  session: Session,
  context: CliContext,
  toRun: PlanToRun,
  output: Output,
  options: RunPlanOptions,
): Promise<number> {
  const { plan } = toRun.preview;
  const started = await start(session, context, toRun, options);
  const { workflowId } = started.handle;
  output.note(...announce(started, toRun.preview, session));
  if (options.detach === true) return leaveRunning(session, started, plan, output);
  const { cancelOnInterrupt = false } = options;
  const end = await watchToEnd(session, workflowId, output, context, { cancelOnInterrupt });
  return conclude(end, workflowId, session, output);
}

function start(
  session: Session,
  context: CliContext,
  { preview, retryOf, notify }: PlanToRun,
  options: RunPlanOptions,
): Promise<StartedBackfill> {
  const ask = (): Promise<void> => confirm(questionOf(preview), options, context);
  return startBackfill(session.client, preview.plan, {
    ...session,
    ...definedOnly({
      key: options.key,
      retryOf,
      notify: rulesGiven(options) ?? notify,
      beforeStart: isLarge(preview) ? ask : undefined,
    }),
  });
}

function questionOf({ plan, windows, estimate }: BackfillPreview): string {
  const spans =
    estimate.spans === null ? '' : `, about ${Math.round(estimate.spans).toLocaleString('en-US')} spans`;
  return `Start a backfill of ${plan.task.name} in ${windowsOf(windows)}${spans}?`;
}

const windowsOf = ({ count }: BackfillPreview['windows']): string =>
  `${count} ${count === 1 ? 'window' : 'windows'}`;

function announce(
  { how, handle }: StartedBackfill,
  { plan, windows }: BackfillPreview,
  session: Session,
): string[] {
  const place = placeLines(session, handle.workflowId);
  switch (how) {
    case 'started':
      return [`Started a backfill of ${plan.task.name} in ${windowsOf(windows)}.`, ...place];
    case 'running':
      return ['Attached to the same backfill, which is already running. Nothing was started.', ...place];
    case 'finished':
      return [
        'This plan was run before; this is its result. Nothing was started. To run it again, pass --key.',
        ...place,
      ];
  }
}

function leaveRunning(
  session: Session,
  { handle: { workflowId }, how }: StartedBackfill,
  plan: BackfillPlan,
  output: Output,
): number {
  const data = {
    task: plan.task,
    workflowId,
    uiUrl: session.uiUrl(workflowId),
    attached: how !== 'started',
    windows: windowCount(plan.windows),
  };
  output.result('backfill-started', data, () => [workflowId]);
  output.note(...nextCommands(workflowId, session));
  return EXIT.success;
}
