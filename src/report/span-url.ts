import type { WorstSpan } from '../model/quality/tally/worst-spans.js';

/** The UI looks only at the time that its address names. */
const AROUND_MS = 60 * 60_000;

/** The address of a span in the Arize UI; null if that of its project is unknown or not a web address. */
export function spanUrl(
  projectUrl: string | undefined,
  { traceId, spanId, startedAt }: Pick<WorstSpan, 'traceId' | 'spanId' | 'startedAt'>,
): string | null {
  if (projectUrl === undefined || !/^https?:\/\//i.test(projectUrl)) return null;
  const atMs = Date.parse(startedAt);
  if (Number.isNaN(atMs)) return null;
  const query = new URLSearchParams({
    selectedTraceId: traceId,
    selectedSpanId: spanId,
    queryFilterA: '',
    selectedTab: 'llmTracing',
    startA: String(atMs - AROUND_MS),
    endA: String(atMs + AROUND_MS),
    envA: 'tracing',
    modelType: 'generative_llm',
  });
  return `${projectUrl}?${query.toString()}`;
}
