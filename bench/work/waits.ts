import { setTimeout as sleep } from 'node:timers/promises';
import type { WaitForRunInput } from '../../src/model/run/inputs.js';
import { WORKFLOWS, type WorkflowTypes } from '../../src/model/temporal/workflow-types.js';
import type { JournalRequest, JournalRun } from '../../src/simulator/index.js';
import { waitFor } from '../../test/faults/wait-for.js';
import type { SimulatedService } from '../stack/simulated-service.js';
import type { Stack } from '../stack/stack.js';
import { listNow } from './histories.js';
import { inLanes } from './in-lanes.js';

const STARTS_AT_ONCE = 50;
const LOOK_AGAIN_MS = 250;
const PREFIX = 'bench-wait:';
/** The workflow that waits for a run. */
export const waitIdOf = (runId: string): string => `${PREFIX}${runId}`;

/** Where waits are started. */
interface Waiting {
  readonly temporal: Pick<Stack['temporal'], 'client'>;
  readonly queue: string;
}

/** Starts a wait of its own for each run, in a workflow. */
export async function startWaits(
  { temporal, queue }: Waiting,
  runIds: readonly string[],
  wait: WaitForRunInput['wait'],
): Promise<void> {
  await inLanes(runIds.length, STARTS_AT_ONCE, async (nth) => {
    const runId = runIds[nth] ?? '';
    await temporal.client.workflow.start<WorkflowTypes['waitForRun']>(WORKFLOWS.waitForRun, {
      taskQueue: queue,
      workflowId: waitIdOf(runId),
      args: [{ runId, wait, tolerance: { allowEmpty: true } }],
    });
  });
}

/** When our waits ended, by the IDs of their runs; in milliseconds since 1970. */
export async function endsOf(stack: Stack): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  for (const { workflowId, closedMs } of await listNow(stack, stack.queue))
    if (closedMs !== null && workflowId.startsWith(PREFIX))
      ends.set(workflowId.slice(PREFIX.length), closedMs);
  return ends;
}

/** Waits until something has ended all waits of these runs. @throws Error if that takes too long. */
export async function untilEnded(
  runIds: readonly string[],
  ends: () => Promise<ReadonlyMap<string, number>> | ReadonlyMap<string, number>,
  limitMs: number,
): Promise<ReadonlyMap<string, number>> {
  let found: ReadonlyMap<string, number> = new Map();
  const isOver = async (): Promise<boolean> => {
    await sleep(LOOK_AGAIN_MS);
    found = await ends();
    return runIds.every((runId) => found.has(runId));
  };
  if (await waitFor(isOver, limitMs)) return found;
  throw new Error(`${found.size} of ${runIds.length} waits ended within ${limitMs} ms`);
}

/** From the end of each run to the end of its wait, in milliseconds. */
export function delaysOf(
  runs: readonly JournalRun[],
  runIds: readonly string[],
  ends: ReadonlyMap<string, number>,
): readonly number[] {
  const finished = new Map(runs.map(({ runId, finishedAt }) => [runId, Date.parse(finishedAt ?? '')]));
  return runIds.map((runId) => (ends.get(runId) ?? Number.NaN) - (finished.get(runId) ?? Number.NaN));
}

/** Ends the runs one after the other, evenly within that time. */
export async function endRuns(
  service: SimulatedService,
  runIds: readonly string[],
  withinMs: number,
): Promise<void> {
  const startedMs = performance.now();
  for (const [nth, runId] of runIds.entries()) {
    await sleep(Math.max(0, startedMs + (nth / runIds.length) * withinMs - performance.now()));
    await service.cancelRun(runId);
  }
}

interface Looked {
  readonly runIds: readonly string[];
  /** All the runs of each task, by its ID. */
  readonly tasks: ReadonlyMap<string, readonly string[]>;
  /** Requests after this one count. */
  readonly sinceSeq: number;
  readonly limitMs: number;
}

/** Waits until each run was looked at, and says when (`firstLooks`). @throws Error if that takes too long. */
export const untilLooked = (
  service: SimulatedService,
  { runIds, tasks, sinceSeq, limitMs }: Looked,
): Promise<ReadonlyMap<string, number>> => {
  const looks = async (): Promise<ReadonlyMap<string, number>> =>
    firstLooks((await service.journal(sinceSeq)).requests, tasks);
  return untilEnded(runIds, looks, limitMs);
};

const PAGE = 100;

/**
 * When each run was first looked at, by the IDs of the runs: by a GET of its own, or by a walk through the list of its
 * task. A walk over more than a page shows all of its runs with its last page.
 */
function firstLooks(
  requests: readonly JournalRequest[],
  tasks: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const looks = new Map<string, number>();
  const pages = new Map<string, number>();
  const note = (runId: string, atMs: number): void => void (looks.has(runId) || looks.set(runId, atMs));
  for (const { method, path, at } of requests) {
    if (method !== 'GET') continue;
    const [, kind, id = ''] =
      /\/v2\/(task-runs|tasks)\/([^/]+)(?:\/runs)?$/.exec(decodeURIComponent(path)) ?? [];
    if (kind === 'task-runs') note(id, Date.parse(at));
    const runIds = kind === 'tasks' && path.endsWith('/runs') ? (tasks.get(id) ?? []) : [];
    const page = (pages.get(id) ?? 0) + 1;
    pages.set(id, page);
    if (page >= Math.ceil(runIds.length / PAGE)) for (const runId of runIds) note(runId, Date.parse(at));
  }
  return looks;
}
