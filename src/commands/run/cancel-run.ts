import type { CliContext } from '../base/context.js';
import { confirm } from '../input/confirm.js';
import type { CallOptions } from '../session/call-once.js';
import { callForRun } from './get-run.js';

export interface CancelRunOptions extends CallOptions {
  force?: boolean;
}

export async function cancelRun(
  context: CliContext,
  options: CancelRunOptions,
  runId: string,
): Promise<number> {
  await confirm(`Cancel the run ${runId}?`, options, context);
  return callForRun(context, options, 'cancelRun', runId, 'Cancelled the run.');
}
