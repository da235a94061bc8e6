import * as control from '../../client/backfill/control-backfill.js';
import { MAX_LIMIT } from '../../model/backfill/backfill.js';
import type { BackfillResult, RunBackfillInput } from '../../model/backfill/backfill.js';
import type { ResizeRequest } from '../../model/backfill/messages.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { CliContext } from '../base/context.js';
import type { ControlOptions } from '../pipeline/control-pipeline.js';
import { openRunning } from '../../client/workflow.js';
import { userName } from '../input/user-name.js';
import { usageError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import { withSession } from '../session/session.js';

/** Changes how many runs of a backfill may be active at once. */
export async function resizeBackfill(
  context: CliContext,
  options: ControlOptions,
  workflowId: string,
  size = '',
): Promise<number> {
  const limit = Number(size);
  if (!/^\d+$/.test(size) || limit < 1 || limit > MAX_LIMIT)
    throw usageError(
      `The size is ${JSON.stringify(size)}, expected a whole number from 1 to ${MAX_LIMIT}`,
      'To start no more runs, use `ax-tasks backfill pause`.',
    );
  const output = new Output(context, options);
  return withSession(context, options, async ({ client }) => {
    const { handle } = await openRunning<RunBackfillInput, BackfillResult>(client, workflowId, 'backfill');
    const { reason, by = userName(context) } = options;
    const request: ResizeRequest = { by, limit, ...(reason === undefined ? {} : { reason }) };
    const { message } = await control.resizeBackfill(handle, request, (line) => output.warn(line));
    output.result('answer', { workflowId, limit, message, by }, () => [message]);
    return EXIT.success;
  });
}
