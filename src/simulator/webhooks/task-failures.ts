import { iso, type World } from '../base/world.js';
import type { RunRecord } from '../store/run-types.js';
import type { TaskRecord } from '../store/task-types.js';
import type { Subscription } from './webhook.js';
import { RUN_FAILED } from './webhooks.js';

/** Tells of an evaluation task that starts to fail, or fails for another cause than before. */
export function noteEnd(world: World, { wire: run }: RunRecord, atMs: number): void {
  const task = world.store.findTask(run.task_id);
  if (task === undefined || task.wire.type === 'RUN_EXPERIMENT') return;
  if (run.status !== 'FAILED') return void world.webhooks.failing.delete(run.task_id);
  const cause = run.failure_reason ?? '';
  if (world.webhooks.failing.get(run.task_id) === cause) return;
  world.webhooks.failing.set(run.task_id, cause);
  const body = eventBody(task, run, atMs);
  for (const webhookId of listeners(world, task)) {
    const webhook = world.webhooks.find(webhookId);
    if (webhook !== undefined) world.webhooks.send(webhook, RUN_FAILED, body);
  }
}

/** The members of the body are not published; these are ours. */
const eventBody = (task: TaskRecord, run: RunRecord['wire'], atMs: number): object => ({
  event: RUN_FAILED,
  source_type: 'ONLINE_TASK',
  source_id: task.wire.id,
  occurred_at: iso(atMs),
  data: { task_id: task.wire.id, task_run_id: run.id, failure_reason: run.failure_reason },
});

function listeners(world: World, task: TaskRecord): ReadonlySet<string> {
  const wants = ({ source_type, source_id, events }: Subscription): boolean =>
    events.includes(RUN_FAILED) && source_id === (source_type === 'SPACE' ? task.spaceId : task.wire.id);
  return new Set(
    world.webhooks
      .subscriptions()
      .filter(wants)
      .map(({ webhook_id }) => webhook_id),
  );
}
