import { runFacts } from '../../terminal/views/run-views.js';
import type { CliContext } from '../base/context.js';
import { callOnce } from '../session/call-once.js';
import type { CallOptions } from '../session/call-once.js';

export const getRun = (context: CliContext, options: CallOptions, runId: string): Promise<number> =>
  callOnce(context, options, 'getRun', { runId }, (run, output) => {
    output.result('task-run', run, (style) => runFacts(run, style, context.nowMs()));
  });
