import { emptyCauseOf, emptyText } from '../../model/coverage/empty-cause.js';
import type { EmptySight } from '../../model/coverage/empty-cause.js';
import type { EmptyCause } from '../../model/run/outcome.js';
import type { Interval } from '../../model/time/interval.js';
import { instantMs } from '../../model/time/window.js';
import type { Window } from '../../model/time/window.js';
import type { AxClient } from '../../ax/ax-client.js';
import type { ActivityDeps } from '../base/deps.js';
import { NOBODY, spanPages } from './counted-pages.js';
import { spansOfTask } from './spans-of-task.js';
import type { SpansOfTask } from './spans-of-task.js';

/** A run that found nothing. */
export interface EmptyRun {
  taskId: string;
  window: Window;
  /** ISO 8601 with zone. */
  createdAt: string;
}

/** Why a run found nothing, by one to three small reads of spans; null: they do not tell. */
export const whyEmpty =
  ({ ax }: ActivityDeps) =>
  async ({ taskId, window, createdAt }: EmptyRun): Promise<{ cause: EmptyCause; text: string } | null> => {
    const interval = intervalOf(window);
    const createdMs = instantMs(createdAt);
    if (interval === null || createdMs === null) return null;
    const sight = await look(ax, await spansOfTask(ax, taskId), interval);
    const cause = emptyCauseOf(sight, { endMs: interval.endMs, createdMs });
    return cause === null ? null : { cause, text: emptyText(cause, sight) };
  };

function intervalOf({ dataStartTime, dataEndTime }: Window): Interval | null {
  const [startMs, endMs] = [instantMs(dataStartTime), instantMs(dataEndTime)];
  return startMs === null || endMs === null ? null : { startMs, endMs };
}

async function look(
  ax: AxClient,
  { projectId, evaluations, selection }: SpansOfTask,
  window: Interval,
): Promise<EmptySight> {
  const none = { projectId, evaluations: [], writers: NOBODY };
  const own = spanPages({ ax }, { ...none, evaluations, filter: selection.filter });
  const { spans, nextCursor } = await own(window, null);
  const inside = spans.filter(({ startMs }) => startMs < window.endMs);
  const seen = {
    matching: inside.length,
    unlabelled: inside.filter(({ isEvaluated }) => !isEvaluated).length,
    isPart: nextCursor !== null,
    samplingRate: selection.samplingRate,
  };
  if (inside.length > 0) return { ...seen, hasSpans: true, newestMs: null };
  // Those that start at the end of the window are not in it: two may come before one that is.
  const all = spanPages({ ax }, { ...none, filter: null }, 10);
  const { spans: any } = selection.filter === null ? { spans: [] } : await all(window, null);
  if (any.some(({ startMs }) => startMs < window.endMs)) return { ...seen, hasSpans: true, newestMs: null };
  const since = await all({ startMs: window.startMs, endMs: Math.max(Date.now(), window.endMs) }, null);
  return { ...seen, hasSpans: false, newestMs: since.spans[0]?.startMs ?? null };
}
