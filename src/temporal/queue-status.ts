import type { Client } from '@temporalio/client';

const callTimeoutMs = 5_000;
/** The server remembers a poller for five minutes, dead or not; one that lives asks again at least once a minute. */
const aliveWithinMs = 90_000;
const noLimitFrom = 100_000;
/** `TaskQueueType` of Temporal's API. */
export const queueTypes = { workflow: 1, activity: 2 } as const;

/** Who polls a task queue. */
export interface QueueStatus {
  /** Pollers for workflow tasks, heard of in the last 90 seconds. */
  readonly workflowPollers: number;
  /** Pollers for activity tasks, heard of in the last 90 seconds. */
  readonly activityPollers: number;
  /** When any poller was last heard of, ISO 8601; null when the server remembers none (it forgets after 5 minutes). */
  readonly lastPollAt: string | null;
  /** How many activities a second those pollers want handed out in all, each answer once; null: no limit. */
  readonly activityRates: readonly (number | null)[];
}

interface Poll {
  atMs: number;
  /** Null: no limit. */
  perSecond: number | null;
}

/** A client, or the part of one that workflow handles have. */
export type QueueClient = Pick<Client, 'connection' | 'workflowService'> & {
  readonly options: { readonly namespace: string };
};

async function polls(client: QueueClient, taskQueue: string, type: keyof typeof queueTypes): Promise<Poll[]> {
  const { namespace } = client.options;
  const request = { namespace, taskQueue: { name: taskQueue }, taskQueueType: queueTypes[type] };
  const call = () => client.workflowService.describeTaskQueue(request);
  const { pollers } = await client.connection.withDeadline(Date.now() + callTimeoutMs, call);
  return (pollers ?? []).map(({ lastAccessTime, ratePerSecond }) => ({
    atMs: Number(lastAccessTime?.seconds ?? 0) * 1000,
    perSecond: limitOf(ratePerSecond ?? 0),
  }));
}

// The server reports this limit, or none, for a poller without a limit.
const limitOf = (perSecond: number): number | null =>
  perSecond > 0 && perSecond < noLimitFrom ? perSecond : null;

/**
 * Says whether workers poll a task queue, so that nobody waits silently for a worker that is not there.
 *
 * A worker that was killed is still counted for up to 90 seconds; one whose clock is minutes off may not be counted.
 *
 * @throws the gRPC error when Temporal cannot be asked.
 */
export async function describeQueue(client: QueueClient, taskQueue: string): Promise<QueueStatus> {
  const [workflow, activity] = await Promise.all([
    polls(client, taskQueue, 'workflow'),
    polls(client, taskQueue, 'activity'),
  ]);
  const alive = (all: Poll[]) => all.filter(({ atMs }) => Date.now() - atMs < aliveWithinMs);
  const last = Math.max(0, ...[...workflow, ...activity].map(({ atMs }) => atMs));
  return {
    workflowPollers: alive(workflow).length,
    activityPollers: alive(activity).length,
    lastPollAt: last === 0 ? null : new Date(last).toISOString(),
    activityRates: [...new Set(alive(activity).map(({ perSecond }) => perSecond))],
  };
}
