import { spanSearchRequest } from '../checks/search.js';
import { readFilter } from '../checks/trigger.js';
import type { Route } from '../http/router.js';
import { spansBetween, type Span } from '../store/spans.js';
import { iso } from '../base/world.js';
import { listAnswer } from './list.js';

/** Spans of a project, newest first; those that are not indexed yet are not shown. */
export const spanRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v2/spans',
    answer: (request) => {
      const { world, nowMs } = request;
      const { projectId, startMs, endMs, filter } = spanSearchRequest(request.body, nowMs);
      const project = world.store.projects.get(projectId);
      const spans = spansBetween(project, startMs, Math.min(endMs, nowMs - world.options.indexLagMs));
      const passes = filter === null ? () => true : readFilter(filter, 'filter');
      const path = JSON.stringify([request.path, request.body]);
      return listAnswer(
        { ...request, path },
        spans.filter((span) => passes(span)),
        {
          key: 'spans',
          present: presentSpan,
          maxLimit: 500,
        },
      );
    },
  },
];

function presentSpan(span: Span): unknown {
  const {
    name,
    span_kind: kind,
    status_code: status,
    latency_ms: latency,
    parent_id: parent,
    ...rest
  } = span.fields;
  return {
    name,
    context: { trace_id: span.traceId, span_id: span.id },
    kind,
    ...(parent === null ? {} : { parent_id: parent }),
    start_time: iso(span.timeMs),
    end_time: iso(span.timeMs + Number(latency)),
    status_code: status,
    attributes: { ...rest, 'session.id': span.sessionId },
  };
}
