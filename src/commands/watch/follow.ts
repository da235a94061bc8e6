import { readWorkflowResult } from '../../client/workflow.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import type { ProgressView } from '../../terminal/live/progress-view.js';
import type { Session } from '../session/session.js';
import { ApprovalWatch, GapWatch } from './notices.js';
import { takeSnapshot } from '../../client/observe/take-snapshot.js';
import { wakeOn } from './wake.js';

export interface FollowOptions {
  /** Aborted by whoever wants to stop watching. */
  signal: AbortSignal;
  /** Stop watching after this time; the workflow continues. Absent: watch to the end. */
  timeoutMs?: number;
  /** Stop watching as soon as this is true of a snapshot. */
  until?: (snapshot: WorkflowSnapshot) => boolean;
}

export interface FollowEnd {
  why: 'closed' | 'interrupted' | 'timeout' | 'until';
  /** The last snapshot; null if there was none. */
  snapshot: WorkflowSnapshot | null;
}

const LOOK_EVERY_MS = 1000;
/** Temporal may be away for this long while somebody watches. */
const TOLERATED_SILENCE_MS = 60_000;

/** Watches a workflow by its descriptions, at most once a second, until it closes. Needs no worker. */
export async function follow(
  session: Session,
  workflowId: string,
  view: ProgressView,
  options: FollowOptions,
): Promise<FollowEnd> {
  const endMs = options.timeoutMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + options.timeoutMs;
  const left = new AbortController();
  const wake = wakeOn(endOfWorkflow(session, workflowId, left.signal));
  const look = lookWith(session, workflowId, view);
  try {
    for (;;) {
      const snapshot = await look();
      const why = endOf(snapshot, options, endMs);
      if (why !== null) return { why, snapshot };
      await wake.pause(Math.min(LOOK_EVERY_MS, Math.max(50, endMs - Date.now())), options.signal);
    }
  } finally {
    left.abort();
  }
}

/** One look after another. While Temporal does not answer, the last snapshot stands, for a time. */
function lookWith(
  session: Session,
  workflowId: string,
  view: ProgressView,
): () => Promise<WorkflowSnapshot | null> {
  const gaps = new GapWatch(session, view);
  const approvals = new ApprovalWatch(session, view);
  let snapshot: WorkflowSnapshot | null = null;
  let silentSinceMs: number | null = null;
  return async () => {
    try {
      snapshot = await takeSnapshot(session.client, workflowId, snapshot);
      silentSinceMs = null;
      view.show(snapshot);
      approvals.look(snapshot);
      await gaps.look(snapshot);
    } catch (error) {
      if (!isSilence(error)) throw error;
      if (silentSinceMs === null) view.say(`Temporal at ${session.address} does not answer; trying again.`);
      silentSinceMs ??= Date.now();
      if (Date.now() - silentSinceMs > TOLERATED_SILENCE_MS) throw error;
    }
    return snapshot;
  };
}

function endOf(
  snapshot: WorkflowSnapshot | null,
  { signal, until }: FollowOptions,
  endMs: number,
): FollowEnd['why'] | null {
  if (snapshot !== null && snapshot.status !== 'RUNNING') return 'closed';
  if (snapshot !== null && until?.(snapshot) === true) return 'until';
  if (signal.aborted) return 'interrupted';
  return Date.now() >= endMs ? 'timeout' : null;
}

/**
 * Settles when the workflow ends, so that its end is seen at once; a failed connection settles it too. The call that waits for
 * the end would keep the process for 20 seconds, so it is ended with the watch.
 */
const endOfWorkflow = ({ client }: Session, workflowId: string, signal: AbortSignal): Promise<unknown> =>
  client.withAbortSignal(signal, () => readWorkflowResult(client, workflowId));

/** UNAVAILABLE and DEADLINE_EXCEEDED of gRPC, on the error or under it. */
function isSilence(error: unknown): boolean {
  const codes = [error, error instanceof Error ? error.cause : null].map(
    (at) => (at as { code?: unknown } | null)?.code,
  );
  return codes.includes(14) || codes.includes(4);
}
