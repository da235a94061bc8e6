import { proxyActivities } from '@temporalio/workflow';
import type { RunTaskInput } from 'ax-tasks-temporal';
import { runTask } from 'ax-tasks-temporal/workflows';
import type * as activities from './activities.js';

// Ours run as children of yours, so the same worker has to know them; and pipelines run here too.
export * from 'ax-tasks-temporal/workflows';

const { notifyReviewers } = proxyActivities<typeof activities>({
  startToCloseTimeout: 30_000,
  retry: { maximumAttempts: 5 },
});

/** Runs a task, waits for its end, however long that takes, and tells the reviewers how it went. */
export async function evaluateAndNotify(input: RunTaskInput): Promise<string> {
  const { taskName, verdict, run } = await runTask(input);
  const counts = run === null ? '' : `: ${run.counts.successes} scored, ${run.counts.errors} errors`;
  const { told } = await notifyReviewers({ channel: '#evals', text: `${taskName} was ${verdict}${counts}` });
  return told;
}
