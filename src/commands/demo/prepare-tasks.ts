import { CliError } from '../errors/cli-error.js';
import { runOperation } from '../session/run-operation.js';
import type { Session } from '../session/session.js';

const SPACE = 'research';
const DATASET = 'support-questions';
const TASK = 'check-policy';
const silent = (): void => undefined;

/** The second evaluation of the example, made through the worker like any other call where the service lacks it. */
export async function prepareTasks(session: Session): Promise<void> {
  const { items: tasks } = await runOperation(session, 'listTasks', { space: SPACE, name: TASK }, silent);
  if (tasks.some(({ name }) => name === TASK)) return;
  const request = { space: SPACE, dataset: DATASET, limit: 1 };
  const { items: experiments } = await runOperation(session, 'listExperiments', request, silent);
  if (experiments[0] === undefined) {
    throw new CliError(`The dataset ${DATASET} has no experiment.`, { exitCode: 1, code: 'NoExperiment' });
  }
  await runOperation(
    session,
    'createEvaluationTask',
    {
      name: TASK,
      type: 'CODE_EVALUATION',
      space: SPACE,
      dataset: DATASET,
      evaluators: [{ evaluatorId: 'mentions-policy' }],
      experimentIds: [experiments[0].id],
    },
    silent,
  );
}
