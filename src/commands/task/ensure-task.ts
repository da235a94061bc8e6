import { EXIT } from '../../model/temporal/exit-codes.js';
import type { EnsureTaskInput, EnsureTaskResult } from '../../model/task/ensure-task.js';
import { parseTask } from '../../files/task/parse-task.js';
import { ensuredLines } from '../../terminal/views/task-views.js';
import type { CliContext } from '../base/context.js';
import { CliError } from '../base/cli-error.js';
import { readSpec } from '../input/read-spec.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { NoWorkerError } from '../../client/errors.js';
import { awaitOperation } from '../../client/operation.js';
import { isEnsureOf, startEnsure } from '../../client/task/start-ensure.js';
import { untilInterrupted } from '../session/run-operation.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';

export interface EnsureTaskOptions extends CallOptions {
  dryRun?: boolean;
}

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
  if (isDryRun) output.note('Dry run: no changes were made.');
  output.result('ensured-task', result, (style) => ensuredLines(definition.name, result, style, isDryRun));
  return EXIT.success;
}

/** Ensures of one task run one after the other; a dry run waits for nobody. */
async function ensureInTurn(
  session: Session,
  input: EnsureTaskInput,
  output: Output,
): Promise<EnsureTaskResult> {
  const notify = (line: string): void => output.warn(line);
  const { client } = session;
  for (;;) {
    const { handle, how } = await startEnsure(client, input, session);
    const end = (isShared: boolean): Promise<EnsureTaskResult> =>
      untilInterrupted((signal) => awaitOperation(handle, { notify, signal, isShared }));
    if (how === 'started') return end(false);
    if (await isEnsureOf(handle, input.definition)) {
      output.note('The same definition is already being applied: waiting for its result.');
      return end(true);
    }
    output.note('Another definition of this task is being applied: waiting for it to finish.');
    await endOf(end(true));
  }
}

/** Waits for the end of somebody else's workflow, whatever it is. */
async function endOf(others: Promise<unknown>): Promise<void> {
  try {
    await others;
  } catch (error) {
    if (error instanceof CliError || error instanceof NoWorkerError) throw error;
  }
}
