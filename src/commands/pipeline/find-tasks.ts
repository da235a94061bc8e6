import type { Step } from '../../model/pipeline/plan.js';
import { taskKey } from '../../model/pipeline/preview-problems.js';
import type { FoundTask } from '../../model/pipeline/preview-problems.js';
import { explainError } from '../base/explain-error.js';
import { runOperation } from '../session/run-operation.js';
import type { Notify } from '../../client/worker-gap.js';
import type { Session } from '../session/session.js';
import { inParallel } from '../../client/in-parallel.js';

const AT_ONCE = 4;

/** Failures that mean that the task does not exist or is ambiguous; any other failure says nothing about it. */
const MISSING: ReadonlySet<string> = new Set(['AxNotFound', 'AmbiguousName', 'InvalidInput']);

/** The tasks that the steps name, each asked for once, by {@link taskKey}. */
export async function findTasks(
  session: Session,
  steps: readonly Step[],
  notify: Notify,
): Promise<Map<string, FoundTask>> {
  const named = new Map(steps.map((step) => [taskKey(step), step]));
  const noticeOnce = once(notify);
  const found = await inParallel(AT_ONCE, [...named], async ([key, step]) => {
    return [key, await findTask(session, step, noticeOnce)] as const;
  });
  return new Map(found);
}

async function findTask(session: Session, { task = '', space }: Step, notify: Notify): Promise<FoundTask> {
  const request = { task, ...(space === undefined ? {} : { space }) };
  try {
    return { task: await runOperation(session, 'getTask', request, notify) };
  } catch (error) {
    const { code, message } = explainError(error);
    if (!MISSING.has(code)) throw error;
    return { missing: message };
  }
}

/** Several operations that wait for a worker say so once. */
function once(notify: Notify): Notify {
  let isTold = false;
  return (line) => {
    if (!isTold) notify(line);
    isTold = true;
  };
}
