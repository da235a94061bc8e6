/** Which span something belongs below, as W3C Trace Context has it. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  traceId: string;
  /** 16 hexadecimal digits. */
  spanId: string;
  isSampled: boolean;
}

/** The header by which Temporal's own interceptors for OpenTelemetry pass a context on, too: `{ traceparent }`. */
export const TRACE_HEADER = '_tracer-data';

/** How a workflow's execution ended. */
export type WorkflowEnd = 'completed' | 'failed' | 'cancelled' | 'continued-as-new';

/** What a workflow says at its end, for its span. */
export interface WorkflowEnded {
  /** The `traceparent` that it was started with; null if it was started without. */
  traceparent: string | null;
  end: WorkflowEnd;
  /** The type of the failure. */
  failure: string | null;
  /** Milliseconds since 1970, by Temporal's clock. */
  endedMs: number;
  taskId: string | null;
  axRunId: string | null;
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Null if the text is no `traceparent` of version 00. */
export function traceContextOf(traceparent: unknown): TraceContext | null {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(String(traceparent)) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export const traceparentOf = ({ traceId, spanId, isSampled }: TraceContext): string =>
  `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;

/**
 * The trace and the span of an execution, by its ID (a UUID): every worker names the same, and no randomness of the workflow is
 * used for it, by which a traced worker would replay otherwise than one that is not. Null if the ID is no UUID.
 */
export function idsOfExecution(runId: string): Pick<TraceContext, 'traceId' | 'spanId'> | null {
  const traceId = runId.replaceAll('-', '');
  return /^[0-9a-f]{32}$/.test(traceId) ? { traceId, spanId: traceId.slice(16) } : null;
}

/** The task and the run at Arize AX that a request, an answer or a result is about; null where it names none, or several. */
export function taskAndRunOf(...values: readonly unknown[]): Pick<WorkflowEnded, 'taskId' | 'axRunId'> {
  const about = values.map((value) => (value ?? {}) as Mentioned);
  return {
    taskId: firstId(about.flatMap(({ taskId, task }) => [taskId, (task as { id?: unknown } | null)?.id])),
    axRunId: firstId(about.flatMap(({ runId, runIds }) => [runId, onlyOne(runIds)])),
  };
}

type Mentioned = Partial<Record<'taskId' | 'task' | 'runId' | 'runIds', unknown>>;

const onlyOne = (ids: unknown): unknown => (Array.isArray(ids) && ids.length === 1 ? ids[0] : null);

/** Activities of the user's own may mean something else by these names, so what is no ID is left out. */
const firstId = (values: readonly unknown[]): string | null =>
  (values.find((value) => typeof value === 'string' && /^[\w+/=-]{1,200}$/.test(value)) as
    string | undefined) ?? null;
