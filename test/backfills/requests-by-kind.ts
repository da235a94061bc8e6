import type { JournalRequest } from '../../src/simulator/index.js';

export type RequestKind = 'trigger' | 'list' | 'get' | 'cancel' | 'other';

/** What a request about a task was for. */
function kindOf({ method, path }: JournalRequest): RequestKind {
  if (method === 'POST' && path.endsWith('/trigger')) return 'trigger';
  if (method === 'POST' && path.endsWith('/cancel')) return 'cancel';
  if (method === 'GET' && /\/tasks\/[^/]+\/runs$/.test(path)) return 'list';
  return method === 'GET' && /\/task-runs\/[^/]+$/.test(path) ? 'get' : 'other';
}

export type RequestsByKind = Readonly<Record<RequestKind, number>>;

export function countByKind(requests: readonly JournalRequest[]): RequestsByKind {
  const counts = { trigger: 0, list: 0, get: 0, cancel: 0, other: 0 };
  for (const request of requests) counts[kindOf(request)]++;
  return counts;
}

/** When the requests of a kind came after a moment, in milliseconds since 1970. */
export const timesAfter = (
  requests: readonly JournalRequest[],
  kind: RequestKind,
  afterMs: number,
): readonly number[] =>
  requests
    .filter((request) => kindOf(request) === kind)
    .map(({ at }) => Date.parse(at))
    .filter((atMs) => atMs > afterMs);
