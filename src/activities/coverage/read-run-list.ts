import { cancellationSignal } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { AxClient } from '../../ax/ax-client.js';
import { isAxError } from '../../ax/base/errors.js';
import { coverageEntryOf } from '../../model/coverage/coverage-entry.js';
import type { SyncMark } from '../../model/coverage/coverage-messages.js';
import { isBeyondFence } from '../../model/run/fence.js';
import { referenceTo } from '../../model/api/resource-id.js';
import { isTerminal, reportOf } from '../../model/api/task-run.js';
import type { TaskRun } from '../../model/api/task-run.js';
import { repeatedCursor } from '../run/runs-newest-first.js';
import { failure } from '../base/failures.js';
import { recordEntries } from './ledger.js';
import { beginSync, notePage } from './sync-progress.js';
import type { SyncProgress } from './sync-progress.js';

/** 500,000 runs: more means that the service's cursors go in a circle. */
const MAX_PAGES = 5000;

interface Sync {
  ax: AxClient;
  client: Client;
  taskId: string;
  progress: SyncProgress;
  /** Called after each answer that brought the sync further than it was before. */
  onNews: () => void;
}

/** Records the runs beyond the mark of `progress`, and those that it left unended. Changes `progress` as it goes. */
export async function readRunList(sync: Sync): Promise<void> {
  const { progress } = sync;
  await startOverWithoutCursor(sync);
  const seen = new Set<string>();
  for (let page = 0; !progress.isListed; page++) {
    if (page >= MAX_PAGES)
      throw failure('ResultTooLarge', `task ${sync.taskId}: its list of runs has no end`);
    await readPage(sync);
    if (progress.cursor !== null && seen.has(progress.cursor)) startOverAfterCircle(sync);
    seen.add(progress.cursor ?? '');
  }
  while (progress.toLookAt.length > 0) await lookAtNext(sync);
}

/** A page's cursor that an earlier attempt left may be good no more. */
async function startOverWithoutCursor(sync: Sync): Promise<void> {
  const { progress } = sync;
  if (progress.cursor === null || progress.isListed) return;
  try {
    await readPage(sync);
  } catch (error) {
    if (!isAxError(error) || error.kind !== 'AxInvalidRequest') throw error;
    Object.assign(progress, beginSync(progress));
  }
}

/** @throws BrokenAnswerError */
function startOverAfterCircle({ taskId, progress }: Sync): never {
  Object.assign(progress, beginSync(progress));
  throw repeatedCursor(taskId);
}

async function readPage({ ax, client, taskId, progress, onNews }: Sync): Promise<void> {
  cancellationSignal().throwIfAborted();
  const { cursor } = progress;
  const more = cursor === null ? {} : { cursor };
  const page = await ax.listRuns({ task: referenceTo(taskId), limit: 100, ...more });
  await takeRuns(client, taskId, page.items, progress);
  if (notePage(progress, page.items, page.nextCursor)) onNews();
  progress.isListed =
    page.nextCursor === null || (progress.isNewestFirst && isKnown(progress.last, progress.mark));
}

/** Whether a run is older than all that is new since the mark. */
const isKnown = (run: Pick<TaskRun, 'id' | 'createdAt'> | null, mark: SyncMark | null): boolean =>
  run !== null && mark !== null && !isBeyondFence(run, mark.fence) && !mark.fence.runIds.includes(run.id);

async function takeRuns(
  client: Client,
  taskId: string,
  runs: readonly TaskRun[],
  progress: SyncProgress,
): Promise<void> {
  const entries = runs.flatMap((run) => coverageEntryOf(reportOf(run), UNKNOWN) ?? []);
  await recordEntries(client, taskId, entries);
  const goingOn = runs.filter((run) => run.dataStartTime !== null && !isTerminal(run)).map(({ id }) => id);
  progress.unended = [...new Set([...progress.unended, ...goingOn])];
  progress.added += entries.length;
}

/** The list does not tell with what a run was triggered. */
const UNKNOWN = { evaluators: null, maxSpans: null, workflowId: null, tolerance: {} };

async function lookAtNext({ ax, client, taskId, progress, onNews }: Sync): Promise<void> {
  cancellationSignal().throwIfAborted();
  const [runId = '', ...rest] = progress.toLookAt;
  const run = await runOrNull(ax, runId);
  if (run !== null) await takeRuns(client, taskId, [run], progress);
  progress.toLookAt = rest;
  onNews();
}

async function runOrNull(ax: AxClient, runId: string): Promise<TaskRun | null> {
  try {
    return await ax.getRun({ runId });
  } catch (error) {
    if (isAxError(error) && error.kind === 'AxNotFound') return null;
    throw error;
  }
}
