import * as control from '../../client/pipeline/control-pipeline.js';
import type { PipelineHandle } from '../../client/pipeline/start-pipeline.js';
import { openRunning } from '../../client/workflow.js';
import type { Controllable } from '../../client/workflow.js';
import type { Notify } from '../../client/worker-gap.js';
import type { Accepted, ControlRequest } from '../../model/base/control-request.js';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import type { PipelineResult } from '../../model/pipeline/results.js';
import type { Decision } from '../../model/pipeline/messages.js';
import { STEPS_MEMO } from '../../model/pipeline/pipeline-memo.js';
import type { StepMemo } from '../../model/pipeline/pipeline-memo.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import { userName } from '../input/user-name.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { requireStep } from './require-step.js';

export interface ControlOptions extends CallOptions {
  reason?: string;
  by?: string;
}

type Command = (
  context: CliContext,
  options: ControlOptions,
  workflowId: string,
  stepId?: string,
) => Promise<number>;

/** Sends a request to a running pipeline. */
type Send<Request> = (handle: PipelineHandle, request: Request, notify: Notify) => Promise<Accepted>;

/** Sends a request to a running pipeline (or another of `kinds`), and prints the answer. */
const command =
  <Request extends ControlRequest>(
    send: Send<Request>,
    more: Omit<Request, keyof Decision> & Partial<Decision>,
    ...kinds: readonly [Controllable, ...Controllable[]]
  ): Command =>
  async (context, options, workflowId, stepId) => {
    const output = new Output(context, options);
    return withSession(context, options, async ({ client, uiUrl }) => {
      const { handle, description } = await openRunning<RunPipelineInput, PipelineResult>(
        client,
        workflowId,
        ...kinds,
      );
      const steps = (description.memo?.[STEPS_MEMO] ?? []) as StepMemo[];
      if (stepId !== undefined && steps.length > 0) requireStep(steps, stepId, { workflowId });
      const by = options.by ?? userName(context);
      const request = {
        by,
        ...(options.reason === undefined ? {} : { reason: options.reason }),
        ...(stepId === undefined ? {} : { stepId }),
        ...more,
      };
      // A command that needs a step has one as its argument.
      const { message } = await send(handle, request as unknown as Request, (line) => output.warn(line));
      output.result(
        'answer',
        { workflowId, step: stepId ?? null, message, by, uiUrl: uiUrl(workflowId) },
        () => [message],
      );
      return EXIT.success;
    });
  };

// A backfill takes these two under the same names.
export const pausePipeline = command(control.pausePipeline, {}, 'pipeline', 'backfill');
export const resumePipeline = command(control.resumePipeline, {}, 'pipeline', 'backfill');
export const skipStep = command(control.skipStep, {}, 'pipeline');
export const retryStep = command(control.retryStep, {}, 'pipeline');
export const approveStep = command(control.decide, { decision: 'approve' }, 'pipeline');
export const rejectStep = command(control.decide, { decision: 'reject' }, 'pipeline');
