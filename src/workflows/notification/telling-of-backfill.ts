import { backfillSubject } from '../../model/backfill/backfill-notices.js';
import type { RunBackfillInput } from '../../model/backfill/backfill.js';
import { failureNotice } from '../../model/notification/failure-notice.js';
import { tellingFailures } from './teller.js';

/** Runs `runBackfill` as a workflow of its own, whose failure is told of. */
export function tellingOfBackfill<Result>(
  input: RunBackfillInput,
  run: (input: RunBackfillInput) => Promise<Result>,
): Promise<Result> {
  const { plan, notify } = Object(input) as { plan?: unknown; notify?: unknown };
  const { task } = Object(plan) as { task?: unknown };
  const { name } = Object(task) as { name?: unknown };
  const taskName = typeof name === 'string' ? name : 'a task';
  return tellingFailures({
    notify,
    sketchesOf: (ended) => [failureNotice(backfillSubject(taskName), `Backfill of ${taskName}`, ended)],
    work: () => run(input),
  });
}
