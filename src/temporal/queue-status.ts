import type { Client } from '@temporalio/client';

const callTimeoutMs = 5_000;
/** The server remembers a poller for five minutes, dead or not; one that lives asks again at least once a minute. */
const aliveWithinMs = 90_000;
/** `TaskQueueType` of Temporal's API. */
const queueTypes = { workflow: 1, activity: 2 } as const;

/** Who polls a task queue. */
export interface QueueStatus {
  /** Pollers for workflow tasks, heard of in the last 90 seconds. */
  readonly workflowPollers: number;
  /** Pollers for activity tasks, heard of in the last 90 seconds. */
  readonly activityPollers: number;
  /** When any poller was last heard of, ISO 8601; null when the server remembers none (it forgets after 5 minutes). */
  readonly lastPollAt: string | null;
}

async function pollTimes(
  client: Client,
  taskQueue: string,
  type: keyof typeof queueTypes,
): Promise<number[]> {
  const { namespace } = client.options;
  const request = { namespace, taskQueue: { name: taskQueue }, taskQueueType: queueTypes[type] };
  const call = () => client.workflowService.describeTaskQueue(request);
  const { pollers } = await client.connection.withDeadline(Date.now() + callTimeoutMs, call);
  return (pollers ?? []).map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000);
}

/**
 * Says whether workers poll a task queue, so that nobody waits silently for a worker that is not there.
 *
 * A worker that was killed is still counted for up to 90 seconds; one whose clock is minutes off may not be counted.
 *
 * @throws the gRPC error when Temporal cannot be asked.
 */
export async function describeQueue(client: Client, taskQueue: string): Promise<QueueStatus> {
  const [workflow, activity] = await Promise.all([
    pollTimes(client, taskQueue, 'workflow'),
    pollTimes(client, taskQueue, 'activity'),
  ]);
  const alive = (times: number[]) => times.filter((time) => Date.now() - time < aliveWithinMs).length;
  const last = Math.max(0, ...workflow, ...activity);
  return {
    workflowPollers: alive(workflow),
    activityPollers: alive(activity),
    lastPollAt: last === 0 ? null : new Date(last).toISOString(),
  };
}
