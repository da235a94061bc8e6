import { pipelineIdOf, startPipeline } from '../../client/pipeline/start-pipeline.js';
import type { StartedPipeline } from '../../client/pipeline/start-pipeline.js';
import { definedOnly } from '../../model/base/objects.js';
import { windowWarnings } from '../../model/pipeline/preview-problems.js';
import type { Plan } from '../../model/pipeline/plan.js';
import { findingsIn, parsePipeline } from '../../files/pipeline/parse-pipeline.js';
import { rulesGiven } from '../notification/notify-option.js';
import type { NotifyOption } from '../notification/notify-option.js';
import type { CliContext } from '../base/context.js';
import { readInputs } from '../input/read-inputs.js';
import type { InputOptions } from '../input/read-inputs.js';
import { readSpec } from '../input/read-spec.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { conclude } from '../result/conclude.js';
import { watchToEnd } from '../watch/watch-to-end.js';
import { describeIfAny } from '../../client/workflow.js';
import { checkPlanOf } from './plan-pipeline.js';
import { leaveRunning, placeLines, startOptionsOf } from './start-plan.js';

export interface RunPipelineOptions extends CallOptions, InputOptions, NotifyOption {
  key?: string;
  detach?: boolean;
  cancelOnInterrupt?: boolean;
  /** False: start without looking up what the file names. */
  check?: boolean;
}

/** Runs a pipeline file. The same plan (and key) is one pipeline: while it runs, a second start attaches to it. */
export async function runPipeline(
  context: CliContext,
  options: RunPipelineOptions,
  file: string,
): Promise<number> {
  const text = await readSpec('pipeline', file, context);
  const fileName = file === '-' ? 'stdin' : file;
  const inFile = parsePipeline(text, fileName, context.env, await readInputs(options, context));
  const plan = { ...inFile, ...definedOnly({ notify: rulesGiven(options) }) };
  const output = new Output(context, options);
  for (const warning of windowWarnings(plan, context.nowMs())) output.warn(warning);
  return withSession(context, options, async (session) => {
    if (options.check !== false && !(await isRunning(session, plan, options.key))) {
      const { findings } = await checkPlanOf(session, plan, output);
      if (findings.length > 0) throw findingsIn(text, fileName, findings);
    }
    const started = await startPipeline(session.client, plan, startOptionsOf(session, options));
    const { workflowId } = started.handle;
    output.note(...announce(started, plan, session));
    if (options.detach === true) return leaveRunning(session, started, plan.name, output);
    const { cancelOnInterrupt = false } = options;
    const end = await watchToEnd(session, workflowId, output, context, { cancelOnInterrupt });
    return conclude(end, workflowId, session, output);
  });
}

/** The command attaches to it, whatever has become of what its file names. */
async function isRunning({ client }: Session, plan: Plan, key: string | undefined): Promise<boolean> {
  const found = await describeIfAny(client, pipelineIdOf(plan, key));
  return found?.status.name === 'RUNNING';
}

const announce = ({ how, handle }: StartedPipeline, plan: Plan, session: Session): string[] => [
  how === 'started'
    ? `Started the pipeline ${plan.name} with ${stepsText(plan)}.`
    : `Attached to the pipeline ${plan.name}, which is already running. To start another one, pass --key.`,
  ...placeLines(session, handle.workflowId),
];

function stepsText({ steps, finally: last = [] }: Plan): string {
  const count = steps.length + last.length;
  return `${count} ${count === 1 ? 'step' : 'steps'}`;
}
