import type { ListSpansRequest } from '../../model/api/requests.js';
import type { Page } from '../../model/api/resources.js';
import type { Span } from '../../model/api/span.js';
import { SeenSpans, hashOf } from '../../model/quality/seen-spans.js';
import { instantMs, toUtc } from '../../model/time/window.js';
import type { Interval } from '../../model/time/interval.js';
import { check, namesNeedSpace } from '../checks/check.js';
import { quoted } from '../base/texts.js';
import type { AxContext } from '../http/transport.js';
import type { ApiCallOptions } from '../http/call.js';
import { DEFAULT_LIMIT } from '../requests/lists.js';
import { spansRequest, spansRules } from '../requests/spans.js';
import { PROJECTS } from '../resolve/lists.js';
import { LookUp } from '../resolve/look-up.js';
import { eachItem, pageOf } from '../wire/pages.js';
import { spanSchema } from '../wire/span.js';

const spanPage = pageOf('spans', spanSchema);

/** Spans of a project, the newest first (docs/api-contract.md 1.7). The POST only reads, so it may be sent again. */
export async function listSpans(
  context: AxContext,
  request: ListSpansRequest,
  options: ApiCallOptions,
): Promise<Page<Span>> {
  const what = `list spans of project ${quoted(request?.project)}`;
  check(what, request, spansRequest, namesNeedSpace<ListSpansRequest>('project'), spansRules);
  const project = await new LookUp(context, request.space, options).inSpace(PROJECTS, request.project);
  const query = { limit: request.limit ?? DEFAULT_LIMIT, cursor: request.cursor };
  return context.transport.request(
    {
      what,
      method: 'POST',
      path: '/v2/spans',
      query,
      body: bodyOf(project.id, request),
      safety: 'safe',
      ...options,
    },
    spanPage,
  );
}

const bodyOf = (projectId: string, request: ListSpansRequest) => ({
  project_id: projectId,
  start_time: inUtc(request.startTime),
  end_time: inUtc(request.endTime),
  filter: request.filter,
  included_columns: request.includedColumns,
  excluded_columns: request.excludedColumns,
  truncate_string_length: request.truncateStringLength,
});

function inUtc(time: string | undefined): string | undefined {
  const ms = time === undefined ? null : instantMs(time);
  // What is finer than a millisecond stays as it is.
  return ms === null || /\.\d{4}/.test(time ?? '') ? time : toUtc(ms);
}

/**
 * The spans that start in a half-open window, each once. The service's bounds are both inclusive, and a span can come again on
 * a later page.
 */
export async function* spansWithin(
  list: (request: ListSpansRequest) => Promise<Page<Span>>,
  request: Omit<ListSpansRequest, 'startTime' | 'endTime' | 'cursor'>,
  { startMs, endMs }: Interval,
): AsyncGenerator<Span, void, undefined> {
  const seen = new SeenSpans();
  const window = { startTime: toUtc(startMs), endTime: toUtc(endMs) };
  for await (const span of eachItem(list, { ...request, ...window })) {
    const startedMs = instantMs(span.startedAt) ?? Number.NaN;
    if (startedMs >= startMs && startedMs < endMs && seen.add(hashOf(span))) yield span;
  }
}
