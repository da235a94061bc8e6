import { runFacts } from '../../terminal/views/run-views.js';
import type { CliContext } from '../base/context.js';
import { confirm } from '../input/confirm.js';
import { callOnce } from '../session/call-once.js';
import type { CallOptions } from '../session/call-once.js';

export interface CancelRunOptions extends CallOptions {
  force?: boolean;
}

export async function cancelRun(
  context: CliContext,
  options: CancelRunOptions,
  runId: string,
): Promise<number> {
  await confirm(`Cancel the run ${runId}?`, options, context);
  return callOnce(context, options, 'cancelRun', { runId }, (run, output) => {
    output.note('Cancelled the run.');
    output.result('task-run', run, (style) => runFacts(run, style, context.nowMs()));
  });
}
