import type { Client, WorkflowHandle } from '@temporalio/client';
import { backfillPlanMemo, BACKFILL_PLAN_MEMO } from '../../model/backfill/backfill-plan-memo.js';
import { backfillTitle } from '../../model/backfill/backfill-summary.js';
import type { BackfillPlan, BackfillResult, RunBackfillInput } from '../../model/backfill/backfill.js';
import { windowCount } from '../../model/backfill/window-list.js';
import type { WindowList } from '../../model/backfill/window-list.js';
import type { BackfillClaim } from '../../model/backfill/backfill-claims.js';
import { definedOnly, omit } from '../../model/base/objects.js';
import type { NotifyRule } from '../../model/notification/notify-rules.js';
import { backfillWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { ConflictingBackfillError } from '../errors.js';
import { fingerprint } from '../fingerprint.js';
import { startOrAttach } from '../start.js';
import type { Started, StartOptions } from '../start.js';
import { claimRange } from './claim-range.js';
import { conflictingBackfills } from './list-backfills.js';

/** A backfill; get the handle of an ID with `client.workflow.getHandle`. Cancel it with `cancel()`. */
export type BackfillHandle = WorkflowHandle<(input: RunBackfillInput) => Promise<BackfillResult>>;

export interface StartBackfillOptions extends StartOptions {
  /** Makes it another backfill than one without it, or with another key. */
  readonly key?: string;
  /**
   * The execution whose windows are retried, and which of them were asked for; its retries are backfills of their own. The
   * plan may have fewer windows, if others were evaluated since.
   */
  readonly retryOf?: {
    readonly workflowId: string;
    readonly executionId: string;
    readonly windows: WindowList;
  };
  /** Who is told of what; the default of the workers when absent. It makes no other backfill. */
  readonly notify?: readonly NotifyRule[];
  /** Called if a backfill will be started; a rejection prevents it. */
  readonly beforeStart?: () => Promise<void>;
}

/**
 * Starts a backfill, or attaches: to one of the same plan, or to a running one that was requested before some of the plan's
 * range was proven. A finished backfill is started again only after it failed or was cancelled.
 * @throws {@link ConflictingBackfillError} if another one runs over some of the same time and no `key` is given;
 * {@link NoWorkerError}, {@link InputTooLargeError}, {@link MissingSearchAttributesError}
 */
export async function startBackfill(
  client: Client,
  plan: BackfillPlan,
  { key, retryOf, notify, beforeStart, ...options }: StartBackfillOptions = {},
): Promise<StartedBackfill> {
  const workflowId = backfillIdOf(plan, key, retryOf);
  const requested = retryOf === undefined ? requestOf(plan) : null;
  const toStart = {
    workflowId,
    plan,
    asked: requested ?? workflowId,
    isAlongside: key !== undefined,
    ...definedOnly({ notify }),
  };
  const running = key === undefined ? await conflictingBackfills(client, plan) : [];
  // The list may be a second behind: whether this very workflow is still running, its start tells.
  if (running.some((each) => each.workflowId === workflowId)) return start(client, toStart, options);
  const [other] = running;
  const same = running.find((each) => each.plan.asked === requested);
  if (same !== undefined) return attachedTo(client, same.workflowId);
  if (other !== undefined) throw new ConflictingBackfillError(other.workflowId);
  await beforeStart?.();
  return claimAndStart(client, toStart, options);
}

type StartedBackfill = Started<RunBackfillInput, BackfillResult>;

const attachedTo = (client: Client, workflowId: string): StartedBackfill => ({
  handle: client.workflow.getHandle(workflowId),
  how: 'running',
});

interface BackfillToStart extends Omit<BackfillClaim, 'range'>, RunBackfillInput {}

/** Several may have come this far at once, which the list cannot tell: the time is granted to one of them. */
async function claimAndStart(
  client: Client,
  toStart: BackfillToStart,
  options: StartOptions,
): Promise<StartedBackfill> {
  const { workflowId, asked, isAlongside, plan } = toStart;
  const claim = { workflowId, asked, isAlongside };
  const claimed = await claimRange(client, plan.task.id, { ...claim, range: plan.range }, options);
  if ('conflict' in claimed) {
    const { conflict } = claimed;
    if (conflict.asked === asked) return attachedTo(client, conflict.workflowId);
    throw new ConflictingBackfillError(conflict.workflowId);
  }
  const started = await start(client, toStart, options).catch(async (error: unknown) => {
    await claimed.release();
    throw error;
  });
  if (started.how === 'finished') await claimed.release();
  return started;
}

const start = (
  client: Client,
  { workflowId, plan, asked, notify }: BackfillToStart,
  options: StartOptions,
): Promise<StartedBackfill> =>
  startOrAttach(
    client,
    {
      workflow: WORKFLOWS.runBackfill,
      workflowId,
      input: { plan, ...definedOnly({ notify }) },
      reuse: 'ALLOW_DUPLICATE_FAILED_ONLY',
      summary: `${backfillTitle(plan)}, ${windowCount(plan.windows)} windows`,
      memo: { [BACKFILL_PLAN_MEMO]: backfillPlanMemo(plan, asked) },
      priority: 'background',
    },
    options,
  );

/** A fingerprint of the request, whatever of it was proven when the plan was made. */
const requestOf = (plan: BackfillPlan): string => fingerprint(omit(plan, 'windows'));

/** The same retry is one backfill, whatever of it is proven by now. */
const retried = (plan: BackfillPlan, retryOf: StartBackfillOptions['retryOf']): object =>
  retryOf === undefined ? plan : omit(plan, 'windows');

/** A plan alone makes its ID, unless it has a key or retries another backfill. */
function backfillIdOf(
  plan: BackfillPlan,
  key: string | undefined,
  retryOf: StartBackfillOptions['retryOf'],
): string {
  const isAlone = key === undefined && retryOf === undefined;
  const print = isAlone ? fingerprint(plan) : fingerprint({ plan: retried(plan, retryOf), of: retryOf, key });
  return backfillWorkflowId(plan.task.name, print);
}
