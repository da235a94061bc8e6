import { inParallel } from '../../client/in-parallel.js';
import { readQuality } from '../../client/quality/read-quality.js';
import type { Notify } from '../../client/worker-gap.js';
import type { KeptQuality } from '../../model/quality/kept/kept-quality.js';
import { unknownSlices } from '../../model/quality/kept/quality-trend.js';
import { groupPrefix } from '../../model/quality/kept/run-quality.js';
import type { RunQuality } from '../../model/quality/kept/run-quality.js';
import { DEFAULT_MAX_REQUESTS } from '../../model/quality/span-question.js';
import type { Interval } from '../../model/time/interval.js';
import { usageError } from '../base/cli-error.js';
import { runOperation } from '../session/run-operation.js';
import type { Session } from '../session/session.js';

/** What is asked about a task: which slices, and whether spans may be read for it. */
interface KnownRequest {
  range: Interval;
  slices: readonly Interval[];
}

export interface ReadOptions {
  by?: string;
  read?: boolean;
  maxRequests?: number;
  evaluation?: string;
}

/** Whether trends are by something that only spans know. */
export const isByAttribute = (by: string): boolean => by !== 'evaluator' && by !== 'label';

/** Slices of one command whose spans are read: more would take hours. */
const MAX_READ = 200;
const AT_ONCE = 4;

/** What is known of the slices of a range, from what is kept, and from spans as far as that is asked for. */
export async function knownQuality(
  session: Session,
  taskId: string,
  { range, slices }: KnownRequest,
  { by = 'evaluator', read = false, maxRequests = DEFAULT_MAX_REQUESTS, evaluation }: ReadOptions,
  notify: Notify,
): Promise<KeptQuality[]> {
  const readSlices = (wanted: readonly Interval[], more: { groupBy?: string }): Promise<KeptQuality[]> => {
    requireFew(wanted);
    notify(
      `Reading the spans of ${wanted.length === 1 ? '1 slice' : `${wanted.length} slices`}: at most ${wanted.length * maxRequests} requests.`,
    );
    return readEach(session, { taskId, runIds: [], maxRequests, ...more }, wanted);
  };
  if (isByAttribute(by)) return (await readSlices(slices, { groupBy: by })).map(only(evaluation));
  const kept = await readQuality(session.client, taskId, range);
  const unknown = unknownSlices(kept, slices);
  return read && unknown.length > 0 ? [...kept, ...(await readSlices(unknown, {}))] : kept;
}

/** Of groups, those of one evaluation; undefined: all. */
const only =
  (evaluation: string | undefined) =>
  ({ evaluations, ...kept }: KeptQuality): KeptQuality => ({
    ...kept,
    evaluations: Object.fromEntries(
      Object.entries(evaluations).filter(
        ([name]) => evaluation === undefined || name.startsWith(groupPrefix(evaluation)),
      ),
    ),
  });

function requireFew(slices: readonly Interval[]): void {
  if (slices.length > MAX_READ)
    throw usageError(
      `The spans of ${slices.length} slices would be read; the limit is ${MAX_READ}`,
      'Pass a longer --slice or a shorter range.',
    );
}

async function readEach(
  session: Session,
  request: { taskId: string; runIds: string[]; maxRequests: number; groupBy?: string },
  slices: readonly Interval[],
): Promise<KeptQuality[]> {
  const read = await inParallel(AT_ONCE, slices, async ({ startMs, endMs }) => {
    const quality = await runOperation(
      session,
      'keepQuality',
      { ...request, startMs, endMs },
      () => undefined,
    );
    return quality === null ? [] : [asKept(quality, { startMs, endMs })];
  });
  return read.flat();
}

const asKept = ({ spans, isSample, evaluations }: RunQuality, slice: Interval): KeptQuality => ({
  ...slice,
  ...{ readMs: Date.now(), runId: null, windows: 1, spans, isSample, exact: null },
  evaluations: Object.fromEntries(evaluations.map(({ name, summary }) => [name, summary])),
});
