import { EXIT } from '../../model/exit-codes.js';
import { STEPS_MEMO, WORKFLOWS } from '../../model/inputs.js';
import type { RunPipelineInput } from '../../model/inputs.js';
import { pipelineWorkflowId } from '../../model/names.js';
import type { Plan } from '../../model/plan.js';
import { parsePipeline } from '../../spec/parse-pipeline.js';
import type { CliContext } from '../context.js';
import { fingerprint } from '../fingerprint.js';
import { readSpec } from '../input/read-spec.js';
import { Output } from '../output/output.js';
import type { CallOptions } from '../session/call-once.js';
import { startOrAttach } from '../session/start-or-attach.js';
import type { Started } from '../session/start-or-attach.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { conclude } from '../watch/conclude.js';
import type { StepMemo } from '../watch/take-snapshot.js';
import { howToGoOn, watchToEnd } from '../watch/watch-to-end.js';

export interface RunPipelineOptions extends CallOptions {
  key?: string;
  detach?: boolean;
  cancelOnInterrupt?: boolean;
}

/** Runs a pipeline file. The same plan (and key) is one pipeline: while it runs, a second start attaches to it. */
export async function runPipeline(
  context: CliContext,
  options: RunPipelineOptions,
  file: string,
): Promise<number> {
  const plan = parsePipeline(
    await readSpec('pipeline', file, context),
    file === '-' ? 'stdin' : file,
    context.env,
  );
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const started = await startPipeline(session, plan, options.key);
    const { workflowId } = started.handle;
    output.note(...announce(started, plan, session.uiUrl(workflowId)));
    if (options.detach === true) return detach(session, workflowId, started, plan, output);
    const { cancelOnInterrupt = false } = options;
    const end = await watchToEnd(session, workflowId, output, context, { cancelOnInterrupt });
    return conclude(end, workflowId, session, output);
  });
}

export function startPipeline(session: Session, plan: Plan, key: string | undefined): Promise<Started> {
  const input: RunPipelineInput = { plan };
  const memo: StepMemo[] = plan.steps.map(({ id, needs, task }) => ({ id, needs, task }));
  return startOrAttach(session, {
    workflow: WORKFLOWS.runPipeline,
    workflowId: pipelineWorkflowId(plan.name, fingerprint({ plan, key })),
    input,
    reuse: 'ALLOW_DUPLICATE',
    summary: `pipeline ${plan.name}, ${plan.steps.length} steps`,
    memo: { [STEPS_MEMO]: memo },
  });
}

const announce = ({ how, handle }: Started, { name, steps }: Plan, uiUrl: string | null): string[] => [
  how === 'started'
    ? `Started the pipeline ${name} of ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}.`
    : `The pipeline ${name} is running already: attached to it. (Another one beside it needs a --key of its own.)`,
  `  workflow     ${handle.workflowId}`,
  ...(uiUrl === null ? [] : [`  Temporal UI  ${uiUrl}`]),
];

function detach(
  session: Session,
  workflowId: string,
  { how }: Started,
  { name }: Plan,
  output: Output,
): number {
  const data = { name, workflowId, uiUrl: session.uiUrl(workflowId), attached: how !== 'started' };
  output.result('pipeline-started', data, () => [workflowId]);
  output.note(...howToGoOn(workflowId, session));
  return EXIT.success;
}
