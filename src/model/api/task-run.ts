/** The statuses of a task run that this version knows (docs/api-contract.md 1.3). */
export const RUN_STATUSES = ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
/** One of `RUN_STATUSES`. */
export type RunStatus = (typeof RUN_STATUSES)[number];

/** What a run has done so far: numbers of spans or examples. */
export interface RunCounts {
  successes: number;
  errors: number;
  skipped: number;
}

/** A run of a task. Times are ISO 8601 with zone. Members that this version does not know are in `extra`. */
export interface TaskRun {
  id: string;
  taskId: string;
  /** A {@link RunStatus}; a status this version does not know is kept as `UNKNOWN`. */
  status: RunStatus | 'UNKNOWN';
  /** The status in the server's own letters. */
  rawStatus: string;
  /** Null until the experiment is provisioned, and for evaluation runs. */
  experimentId: string | null;
  runStartedAt: string | null;
  runFinishedAt: string | null;
  dataStartTime: string | null;
  dataEndTime: string | null;
  counts: RunCounts;
  createdAt: string;
  createdByUserId: string | null;
  failureReason: string | null;
  extra: Record<string, unknown>;
}

const TERMINAL: ReadonlySet<string> = new Set<RunStatus>(['COMPLETED', 'FAILED', 'CANCELLED']);

/** An unknown status is never terminal: it is waited on until the deadline (design/wait.md). */
export const isTerminal = (run: Pick<TaskRun, 'status'>): boolean => isTerminalStatus(run.status);

export const isTerminalStatus = (status: string): boolean => TERMINAL.has(status);

export const totalOf = (counts: RunCounts): number => counts.successes + counts.errors + counts.skipped;

export const NO_COUNTS: RunCounts = { successes: 0, errors: 0, skipped: 0 };

export const sumOfCounts = (all: readonly RunCounts[]): RunCounts => all.reduce(plus, NO_COUNTS);

const plus = (a: RunCounts, b: RunCounts): RunCounts => ({
  successes: a.successes + b.successes,
  errors: a.errors + b.errors,
  skipped: a.skipped + b.skipped,
});

/** `120 ok, 3 errors, 0 skipped`; a dash where nothing is known. */
export function formatCounts(counts: RunCounts | null): string {
  if (counts === null) return '–';
  const { successes, errors, skipped } = counts;
  return `${successes} ok, ${errors} ${errors === 1 ? 'error' : 'errors'}, ${skipped} skipped`;
}

/** A run as histories, heartbeats and reports hold it: what is needed to judge it. Times are ISO 8601 with zone. */
export interface RunReport {
  runId: string;
  taskId: string;
  status: TaskRun['status'];
  counts: RunCounts;
  experimentId: string | null;
  failureReason: string | null;
  dataStartTime: string | null;
  dataEndTime: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export const reportOf = (run: TaskRun): RunReport => ({
  runId: run.id,
  taskId: run.taskId,
  status: run.status,
  counts: run.counts,
  experimentId: run.experimentId,
  failureReason: run.failureReason,
  dataStartTime: run.dataStartTime,
  dataEndTime: run.dataEndTime,
  createdAt: run.createdAt,
  startedAt: run.runStartedAt,
  finishedAt: run.runFinishedAt,
});
