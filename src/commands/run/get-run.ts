import { runFacts } from '../../terminal/views/run-views.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { showRuns } from '../session/names.js';
import { runOperation } from '../session/run-operation.js';
import { withSession } from '../session/session.js';

export const getRun = (context: CliContext, options: CallOptions, runId: string): Promise<number> =>
  callForRun(context, options, 'getRun', runId, null);

/** Runs a call that returns a run, and prints the run; `done` says on stderr what happened to it. */
export async function callForRun(
  context: CliContext,
  options: CallOptions,
  verb: 'getRun' | 'cancelRun',
  runId: string,
  done: string | null,
): Promise<0> {
  const output = new Output(context, options);
  const [run] = await withSession(context, options, async (session) =>
    showRuns(session, [await runOperation(session, verb, { runId }, (line) => output.warn(line))]),
  );
  if (done !== null) output.note(done);
  if (run !== undefined) output.result('task-run', run, (style) => runFacts(run, style, context.nowMs()));
  return 0;
}
