import { cancellationSignal } from '@temporalio/activity';
import type { AxClient } from '../../ax/ax-client.js';
import type { Span } from '../../model/api/span.js';
import { referenceTo } from '../../model/api/resource-id.js';
import { attributor } from '../../model/quality/tally/attribution.js';
import type { Writers } from '../../model/quality/tally/attribution.js';
import { columnsOf } from '../../model/quality/columns.js';
import { hashOf } from '../../model/quality/seen-spans.js';
import { OTHER_WRITER } from '../../model/quality/window-census.js';
import type { SpanOwner } from '../../model/quality/span-count.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc } from '../../model/time/window.js';
import type { ActivityDeps } from '../base/deps.js';
import { failure } from '../base/failures.js';
import { paceOf } from './span-pages.js';
import type { CountedSpan, ReadCountedPage } from './walk-groups.js';

const PAGE_SIZE = 500;

/** Which spans are read, and what of them is counted. */
export interface SpanSelection {
  projectId: string;
  filter: string | null;
  /** A span is evaluated if it carries all of them; none: that is not asked. */
  evaluations: readonly string[];
  /** Who may have written them. */
  writers: Writers;
}

/** Reads the spans of a selection page by page, with no more of them than is counted. */
export const spanPages =
  (deps: ActivityDeps, selection: SpanSelection, pageSize = PAGE_SIZE): ReadCountedPage =>
  async (window, cursor) => {
    await paceOf(deps)();
    cancellationSignal().throwIfAborted();
    const told = attributor(selection.writers);
    const { items, nextCursor } = await deps.ax.listSpans({
      ...requestOf(selection, window),
      limit: pageSize,
      ...(cursor === null ? {} : { cursor }),
    });
    return { spans: items.map((span) => countedSpan(span, selection.evaluations, told)), nextCursor };
  };

const requestOf = ({ projectId, filter, evaluations }: SpanSelection, { startMs, endMs }: Interval) => ({
  project: referenceTo(projectId),
  startTime: toUtc(startMs),
  endTime: toUtc(endMs),
  includedColumns: columnsOf({ evaluations: [...evaluations], annotations: [], pairs: [], groupBy: null }),
  ...(filter === null ? {} : { filter }),
});

function countedSpan(
  { traceId, spanId, startedAt, evaluations: found }: Span,
  evaluations: readonly string[],
  told: ReturnType<typeof attributor>,
): CountedSpan {
  const own = found.filter(
    ({ name, score, label }) => evaluations.includes(name) && (score ?? label) !== null,
  );
  const [first] = own;
  return {
    hash: hashOf({ traceId, spanId }),
    startMs: Date.parse(startedAt),
    isEvaluated: evaluations.length > 0 && evaluations.every((name) => own.some((one) => one.name === name)),
    writer: first === undefined ? null : (told(first.metadata).runId ?? OTHER_WRITER),
  };
}

export const NOBODY: Writers = { taskId: null, runIds: [] };

/** The ID of the project whose spans are meant. */
export async function projectOf(ax: AxClient, owner: SpanOwner): Promise<string> {
  const inSpace = owner.space === null ? {} : { space: owner.space };
  if ('project' in owner) return (await ax.resolveProject({ project: owner.project, ...inSpace })).id;
  const { projectId, name } = await ax.getTask({ task: owner.task, ...inSpace });
  if (projectId === null) throw failure('InvalidInput', `the task ${name} has no project with spans`);
  return projectId;
}
