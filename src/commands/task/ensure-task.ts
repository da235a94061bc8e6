import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { EnsureTaskInput, EnsureTaskResult } from '../../model/task/ensure-task.js';
import { ensureWorkflowId, operationWorkflowId } from '../../model/temporal/names.js';
import { isRunExperimentDefinition } from '../../model/api/task-definition.js';
import type { TaskDefinition } from '../../model/api/task-definition.js';
import { parseTask } from '../../files/task/parse-task.js';
import { ensuredLines } from '../../terminal/views/task-views.js';
import type { CliContext } from '../base/context.js';
import { CliError } from '../base/cli-error.js';
import { fingerprint } from '../../client/fingerprint.js';
import { readSpec } from '../input/read-spec.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { awaitOperation } from '../../client/operation.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { startOrAttach } from '../../client/start.js';

export interface EnsureTaskOptions extends CallOptions {
  dryRun?: boolean;
}

/** Tells an ensure of the same definition, to which a second start attaches, from one of another definition. */
const DEFINITION_MEMO = 'definition';

/** Makes a task what a file defines, and says what changed. */
export async function ensureTask(
  context: CliContext,
  options: EnsureTaskOptions,
  file: string,
): Promise<number> {
  const text = await readSpec('task', file, context);
  const definition = parseTask(text, file === '-' ? 'stdin' : file, context.env);
  const output = new Output(context, options);
  const isDryRun = options.dryRun === true;
  const result = await withSession(context, options, (session) =>
    ensureInTurn(session, { definition, isDryRun }, output),
  );
  if (isDryRun) output.note('Dry run: nothing was changed.');
  output.result('ensured-task', result, (style) => ensuredLines(definition.name, result, style, isDryRun));
  return EXIT.success;
}

/** Ensures of one task run one after the other; a dry run waits for nobody. */
async function ensureInTurn(
  session: Session,
  input: EnsureTaskInput,
  output: Output,
): Promise<EnsureTaskResult> {
  const warn = (line: string): void => output.warn(line);
  for (;;) {
    const { handle, how } = await start(session, input);
    if (how === 'started') return awaitOperation(session, handle, warn);
    if (await isSame(handle, input)) {
      output.note('The same definition is being ensured already: waiting for its result.');
      return awaitOperation(session, handle, warn, { shared: true });
    }
    output.note('Another definition of this task is being ensured: waiting for its end.');
    await endOf(awaitOperation(session, handle, warn, { shared: true }));
  }
}

type Ensuring = WorkflowHandle<() => Promise<EnsureTaskResult>>;

async function start(
  session: Session,
  input: EnsureTaskInput,
): Promise<{ handle: Ensuring; how: 'started' | 'running' | 'finished' }> {
  const { definition, isDryRun } = input;
  return startOrAttach(session, {
    workflow: WORKFLOWS.ensureTask,
    workflowId:
      isDryRun === true
        ? operationWorkflowId(WORKFLOWS.ensureTask, randomUUID())
        : ensureWorkflowId(definition.name, fingerprint(placeOf(definition))),
    input,
    reuse: 'ALLOW_DUPLICATE',
    summary: `ensure task ${definition.name}`,
    memo: { [DEFINITION_MEMO]: fingerprint(definition) },
  });
}

/** What makes a task's name mean one task, as far as it can be told without asking the service. */
function placeOf(definition: TaskDefinition): object {
  const { name, space, dataset } = definition;
  if (space !== undefined) return { name, space };
  const project = isRunExperimentDefinition(definition) ? undefined : definition.project;
  return { name, parent: project ?? dataset };
}

const isSame = async (handle: Ensuring, { definition }: EnsureTaskInput): Promise<boolean> =>
  (await handle.describe()).memo?.[DEFINITION_MEMO] === fingerprint(definition);

/** Waits for the end of somebody else's workflow, whatever it is. */
async function endOf(others: Promise<unknown>): Promise<void> {
  try {
    await others;
  } catch (error) {
    if (error instanceof CliError) throw error;
  }
}
