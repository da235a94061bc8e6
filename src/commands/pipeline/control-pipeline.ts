import { EXIT } from '../../model/temporal/exit-codes.js';
import { PIPELINE_UPDATES } from '../../model/pipeline/messages.js';
import type { ControlRequest } from '../../model/base/control-request.js';
import type { Decision, StepRequest } from '../../model/pipeline/messages.js';
import type { CliContext } from '../base/context.js';
import { userName } from '../input/user-name.js';
import { Output } from '../base/output.js';
import { requireStep } from './require-step.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { openAny, openPipeline } from '../../client/require-running.js';
import { sendUpdate } from '../../client/update.js';

export interface ControlOptions extends CallOptions {
  reason?: string;
  by?: string;
}

type Update = keyof typeof PIPELINE_UPDATES;

interface Ask {
  update: Update;
  /** What there is nothing to do of, where it has ended. */
  what: string;
  /** Backfills take it too. */
  isForBackfills?: boolean;
  more?: Pick<Decision, 'decision'>;
}

type Control = (
  context: CliContext,
  options: ControlOptions,
  workflowId: string,
  stepId?: string,
) => Promise<number>;

/** Asks a pipeline (or a backfill) that runs for something, and prints what it answers. */
const control =
  ({ update, what, more, isForBackfills = false }: Ask): Control =>
  async (context, options, workflowId, stepId) => {
    const output = new Output(context, options);
    return withSession(context, options, async (session) => {
      const { steps, noun } = isForBackfills
        ? await openAny(session, workflowId, what)
        : await openPipeline(session, workflowId, what);
      if (stepId !== undefined && steps.length > 0) requireStep(steps, stepId, { workflowId });
      const request: ControlRequest & Partial<StepRequest> = {
        by: options.by ?? userName(context),
        ...(options.reason === undefined ? {} : { reason: options.reason }),
        ...(stepId === undefined ? {} : { stepId }),
        ...more,
      };
      const { message } = await sendUpdate(
        session,
        { workflowId, noun },
        PIPELINE_UPDATES[update],
        request,
        (line) => output.warn(line),
      );
      const data = { workflowId, step: stepId ?? null, message, by: request.by };
      output.result('answer', data, () => [message]);
      return EXIT.success;
    });
  };

export const pausePipeline = control({ update: 'pause', what: 'pause', isForBackfills: true });
export const resumePipeline = control({ update: 'resume', what: 'resume', isForBackfills: true });
export const skipStep = control({ update: 'skipStep', what: 'skip' });
export const retryStep = control({ update: 'retryStep', what: 'retry' });
export const approveStep = control({ update: 'decide', what: 'approve', more: { decision: 'approve' } });
export const rejectStep = control({ update: 'decide', what: 'reject', more: { decision: 'reject' } });
