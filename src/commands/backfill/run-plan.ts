import { backfillPlanMemo, BACKFILL_PLAN_MEMO } from '../../model/backfill/backfill-plan-memo.js';
import { isLarge } from '../../model/backfill/backfill-preview.js';
import type { BackfillPreview } from '../../model/backfill/backfill-preview.js';
import { backfillTitle } from '../../model/backfill/backfill-summary.js';
import type { BackfillPlan, RunBackfillInput } from '../../model/backfill/backfill.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { windowCount } from '../../model/backfill/window-list.js';
import type { CliContext } from '../base/context.js';
import { CliError } from '../base/cli-error.js';
import { confirm } from '../input/confirm.js';
import type { Output } from '../base/output.js';
import { placeLines } from '../pipeline/start-plan.js';
import type { CallOptions } from '../session/call-once.js';
import { startOrAttach } from '../../client/start.js';
import type { Started } from '../../client/start.js';
import type { Session } from '../session/session.js';
import { conclude } from '../watch/conclude.js';
import { howToGoOn, watchToEnd } from '../watch/watch-to-end.js';
import { backfillIdOf } from '../../client/backfill/backfill-identity.js';
import { runningBeside } from '../../client/backfill/conflicting-backfills.js';

/** The flags of every command that starts a backfill. */
export interface RunPlanOptions extends CallOptions {
  force?: boolean;
  detach?: boolean;
  cancelOnInterrupt?: boolean;
  /** Makes it another backfill beside the same one, or beside one over the same time. */
  key?: string;
}

/** A plan that is to be run, with what else makes it the one it is. */
export interface PlanToRun {
  preview: BackfillPreview;
  /** Of what was asked for: a backfill that runs under the same one is attached to. Null: of none. */
  asked: string | null;
  /** The print of its id is of these too; empty for a plan as such. */
  identity: Readonly<Record<string, unknown>>;
}

/** Starts a plan, or attaches to the backfill that it is already, asks where it is large, and watches it. */
export async function runPlan(
  session: Session,
  context: CliContext,
  toRun: PlanToRun,
  output: Output,
  options: RunPlanOptions,
): Promise<number> {
  const { plan } = toRun.preview;
  const started = await startOrFind(session, context, toRun, options);
  const { workflowId } = started.handle;
  output.note(...announce(started, toRun.preview, session));
  if (options.detach === true) return leaveRunning(session, started, plan, output);
  const { cancelOnInterrupt = false } = options;
  const end = await watchToEnd(session, workflowId, output, context, { cancelOnInterrupt });
  return conclude(end, workflowId, session, output);
}

async function startOrFind(
  session: Session,
  context: CliContext,
  { preview, asked, identity }: PlanToRun,
  options: RunPlanOptions,
): Promise<Started> {
  const { plan } = preview;
  const workflowId = backfillIdOf(plan, { ...identity, key: options.key });
  if (options.key === undefined) {
    const { same, rival } = await runningBeside(session, plan, { workflowId, asked });
    if (same !== null) return { handle: session.client.workflow.getHandle(same), how: 'running' };
    if (rival !== null) throw taken(rival, session);
  }
  if (isLarge(preview)) await confirm(questionOf(preview), options, context);
  const input: RunBackfillInput = { plan };
  return startOrAttach(session, {
    workflow: WORKFLOWS.runBackfill,
    workflowId,
    input,
    reuse: 'ALLOW_DUPLICATE_FAILED_ONLY',
    summary: `${backfillTitle(plan)}, ${preview.windows.count} windows`,
    memo: { [BACKFILL_PLAN_MEMO]: backfillPlanMemo(plan, asked ?? workflowId) },
  });
}

const taken = (workflowId: string, { flags }: Session): CliError =>
  new CliError(
    `A backfill of the same task over some of this range is running (${workflowId}): what it is about to do would be done twice.`,
    {
      exitCode: EXIT.refused,
      code: 'Overlaps',
      hint: `Watch it with \`ax-tasks backfill watch ${workflowId}${flags}\`, or start another one beside it with a --key of its own.`,
    },
  );

function questionOf({ plan, windows, estimate }: BackfillPreview): string {
  const spans = estimate.spans === null ? '' : `, about ${estimate.spans} spans`;
  return `Start a backfill of ${plan.task.name} in ${windows.count} windows${spans}?`;
}

function announce({ how, handle }: Started, { plan, windows }: BackfillPreview, session: Session): string[] {
  const place = placeLines(session, handle.workflowId);
  switch (how) {
    case 'started':
      return [`Started the backfill of ${plan.task.name} in ${windows.count} windows.`, ...place];
    case 'running':
      return ['The same backfill is running already: attached to it, nothing was started.', ...place];
    case 'finished':
      return [
        'The same plan was run before: this is its result, nothing was started. (To run it again on purpose, give it a --key of its own.)',
        ...place,
      ];
  }
}

function leaveRunning(
  session: Session,
  { handle: { workflowId }, how }: Started,
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
  output.note(...howToGoOn(workflowId, session));
  return EXIT.success;
}
