import type { Json } from '../../model/base/json.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { SpanOwner } from '../../model/quality/span-count.js';
import type {
  OwnSettleGate,
  ScheduledWork,
  SettleGate,
  SpanSettleGate,
} from '../../model/schedule/schedule.js';
import type { Count } from '../../model/schedule/settling.js';
import type { Interval } from '../../model/time/interval.js';
import type { Window } from '../../model/time/window.js';
import { counting } from '../shared/activities.js';
import { failure } from '../shared/failures.js';
import { callOwn } from '../step/activities.js';
import { windowOf } from './firing.js';
import type { Firing } from './firing.js';

const TIMEOUT_MS = 10 * 60_000;
const RETRY = { attempts: 5, backoffMs: 1000, maxBackoffMs: 60_000 };
/** For one count: 50,000 spans in full, and a sample beyond. */
const MAX_REQUESTS = 100;

/** What counts a window for a gate, within the given milliseconds. */
export function counterOf(
  { input: { work } }: Firing,
  gate: SettleGate,
  interval: Interval,
): (leftMs: number) => Promise<Count> {
  if (gate.kind === 'activity') return () => byActivity(gate, windowOf(interval), work);
  let of = ownerOf(gate, work);
  return async (leftMs) => {
    const { spansInWindow } = counting(leftMs, `settle ${windowOf(interval).dataStartTime}`);
    const request = { ...interval, of, filter: gate.filter, maxRequests: MAX_REQUESTS };
    const { projectId, count, newestAt, isSample } = await spansInWindow(request);
    // Names are looked up once.
    of = { project: referenceTo(projectId), space: null };
    return { count, newestAt, isSample };
  };
}

function ownerOf({ project, space }: SpanSettleGate, work: ScheduledWork): SpanOwner {
  if (project !== null) return { project, space };
  if (work.kind === 'task') return { task: work.task, space: work.space ?? null };
  throw failure('InvalidInput', 'the settle gate of a pipeline names no project whose spans are counted');
}

async function byActivity({ activity }: OwnSettleGate, window: Window, work: ScheduledWork): Promise<Count> {
  const call = {
    name: activity,
    stepId: 'settle',
    summary: `${activity} of ${window.dataStartTime}`,
    timeoutMs: TIMEOUT_MS,
    leftMs: null,
    retry: RETRY,
  };
  const task = work.kind === 'task' ? work.task : work.name;
  const count: Json = await callOwn(call, { window: { ...window }, task });
  if (typeof count === 'number') return { count, newestAt: null, isSample: false };
  throw failure(
    'InvalidInput',
    `the activity ${activity} gave ${JSON.stringify(count).slice(0, 60)}, expected a number`,
  );
}
