import { cancellationSignal, sleep } from '@temporalio/activity';
import { BrokenAnswerError } from '../../ax/base/errors.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { ListSpansRequest } from '../../model/api/requests.js';
import type { Page } from '../../model/api/resources.js';
import type { Span } from '../../model/api/span.js';
import { columnsOf } from '../../model/quality/columns.js';
import type { SpanQuestion } from '../../model/quality/span-question.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc } from '../../model/time/window.js';
import type { ActivityDeps } from '../base/deps.js';

/** Reads a page of a part of the window of a question; from its end if the cursor is null. */
export type ReadPage = (part: Interval, cursor: string | null) => Promise<Page<Span>>;

const PAGE_SIZE = 500;
/** For spans that bear so much that a page of the full size is more than the client takes. */
const SMALL_PAGE_SIZE = 100;
/** After so many answers that could not be read the pages stay small. */
const MAX_BROKEN = 2;

/** Labels and IDs are short; what is longer is cut by the service, so that a page stays small. */
const MAX_TEXT = 1000;

/** Waits until the next request may be sent. */
type Pace = () => Promise<void>;

/**
 * Spreads the requests of all readings of a worker. Temporal counts activities, and a reading is one with many requests: it
 * takes half of the rate.
 */
export function paceOf({ ax, requestsPerSecond }: ActivityDeps): Pace {
  if (requestsPerSecond === undefined) return () => Promise.resolve();
  const pace = paces.get(ax) ?? newPace(requestsPerSecond);
  paces.set(ax, pace);
  return pace;
}

/** By client, since all readings of a worker share its rate. */
const paces = new WeakMap<ActivityDeps['ax'], Pace>();

function newPace(requestsPerSecond: number): Pace {
  let freeAtMs = 0;
  return async () => {
    const now = performance.now();
    const waitMs = Math.max(0, freeAtMs - now);
    freeAtMs = now + waitMs + 2000 / requestsPerSecond;
    if (waitMs > 0) await sleep(waitMs);
  };
}

/** `onRequest` is called before each request. */
export function pagesOf(
  { ax }: ActivityDeps,
  question: SpanQuestion,
  pace: Pace,
  onRequest: () => void,
): ReadPage {
  const search = { project: referenceTo(question.projectId), includedColumns: columnsOf(question) };
  const filter = question.filter === null ? {} : { filter: question.filter };
  let broken = 0;
  const send = async (request: ListSpansRequest): Promise<Page<Span>> => {
    await pace();
    cancellationSignal().throwIfAborted();
    onRequest();
    return ax.listSpans(request);
  };
  return async ({ startMs, endMs }, cursor) => {
    const window = {
      startTime: toUtc(startMs),
      endTime: toUtc(endMs),
      ...(cursor === null ? {} : { cursor }),
    };
    const request = { ...search, ...filter, ...window, truncateStringLength: MAX_TEXT };
    try {
      if (broken < MAX_BROKEN) return await send({ ...request, limit: PAGE_SIZE });
    } catch (error) {
      if (!(error instanceof BrokenAnswerError) || error.status === null) throw error;
      broken += 1;
    }
    return send({ ...request, limit: SMALL_PAGE_SIZE });
  };
}
