import type { WorkflowExecutionDescription } from '@temporalio/client';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import type { Plan } from '../../model/pipeline/plan.js';
import type { RerunChoice } from '../../model/pipeline/rerun/plan-rerun.js';
import type { RerunPlan } from '../../model/pipeline/rerun/ended-pipeline.js';
import { rerunSteps } from '../../model/pipeline/rerun/rerun-steps.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { findingsIn, parsePipeline } from '../../files/pipeline/parse-pipeline.js';
import { rerunLines } from '../../terminal/views/rerun-lines.js';
import { definedOnly } from '../../model/base/objects.js';
import { rulesGiven } from '../notification/notify-option.js';
import type { NotifyOption } from '../notification/notify-option.js';
import type { CliContext } from '../base/context.js';
import { CliError, usageError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import { confirm } from '../input/confirm.js';
import { readSpec } from '../input/read-spec.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { conclude } from '../result/conclude.js';
import { watchToEnd } from '../watch/watch-to-end.js';
import { readInput } from '../../client/payload.js';
import { startRerun } from '../../client/pipeline/start-pipeline.js';
import { openWorkflow } from '../../client/workflow.js';
import { decideRerun } from './decide-rerun.js';
import { checkPlanOf } from './plan-pipeline.js';
import { leaveRunning, placeLines, startOptionsOf } from './start-plan.js';

export interface RerunOptions extends CallOptions, NotifyOption {
  key?: string;
  detach?: boolean;
  cancelOnInterrupt?: boolean;
  from?: string;
  failed?: boolean;
  gates?: boolean;
  /** A changed pipeline file. */
  file?: string;
  force?: boolean;
  /** False: start without looking up what the changed file names. */
  check?: boolean;
}

/**
 * Runs a pipeline that ended again, as a new one: steps that ended well keep their results, and are not triggered again.
 * The same rerun of the same run is one pipeline: repeated, the command attaches to it, also after its end.
 */
export async function rerunPipeline(
  context: CliContext,
  options: RerunOptions,
  workflowId: string,
): Promise<number> {
  const choice = choiceOf(options);
  const output = new Output(context, options);
  const text = options.file === undefined ? null : await readSpec('pipeline', options.file, context);
  return withSession(context, options, async (session) => {
    const { description: former } = await openWorkflow(session.client, workflowId, 'pipeline');
    requireEnded(former, session);
    const input = await readInput<RunPipelineInput>(session.client, former);
    const changed = text === null ? null : { text, ...readChanged(text, options.file, input.plan, context) };
    const plan = changed?.plan ?? input.plan;
    const decided = await decideRerun(session, former, input, choice, plan);
    if (changed !== null && options.check !== false) await requireNames(session, changed, decided, output);
    const steps = rerunSteps(decided);
    if (changed !== null || choice.kind === 'gates')
      output.note(...rerunLines(steps, choice.kind === 'gates', output.errStyle));
    await confirmRedone(decided, options, output, context);
    const { kept, partly, judged, attempts } = decided;
    const of = { workflowId, executionId: former.runId };
    const started = await startRerun(
      session.client,
      { plan: { ...plan, ...definedOnly({ notify: rulesGiven(options) }) } },
      { of, kept, partly, judged, attempts },
      { ...startOptionsOf(session, options), choice },
    );
    output.note(...announce(started, plan.name, decided, session));
    const more = { rerun: { of, steps } };
    if (options.detach === true) return leaveRunning(session, started, plan.name, output, more);
    const { cancelOnInterrupt = false } = options;
    const { workflowId: newId } = started.handle;
    const end = await watchToEnd(session, newId, output, context, { cancelOnInterrupt });
    return conclude(end, newId, session, output, more);
  });
}

function choiceOf({ from, failed, gates }: RerunOptions): RerunChoice {
  if (from !== undefined) return { kind: 'from', step: from };
  if (failed === true) return { kind: 'failed' };
  if (gates === true) return { kind: 'gates' };
  throw usageError(
    'Nothing selected to rerun: pass --failed, --from STEP or --gates.',
    'To run the whole pipeline again, use `ax-tasks run FILE`.',
  );
}

function requireEnded({ workflowId, status }: WorkflowExecutionDescription, { flags }: Session): void {
  if (status.name !== 'RUNNING') return;
  throw new CliError(`${workflowId} is still running: only a finished pipeline can be rerun.`, {
    exitCode: EXIT.refused,
    code: 'StillRunning',
    hint: `Retry a failed step with \`ax-tasks pipeline retry ${workflowId} STEP${flags}\`, or cancel the pipeline with \`ax-tasks workflow cancel\`.`,
  });
}

/** The changed file with the inputs of the pipeline that has ended; inputs that it no longer declares are left out. */
function readChanged(
  text: string,
  file: string | undefined,
  former: Plan,
  { env }: CliContext,
): { fileName: string; plan: Plan } {
  const fileName = file === undefined || file === '-' ? 'stdin' : file;
  const source = 'the inputs of the pipeline that is rerun';
  const values = Object.entries(former.inputs ?? {}).map(([name, value]) => ({
    name,
    value,
    source,
    isOptional: true,
  }));
  const plan = parsePipeline(text, fileName, env, { values });
  if (plan.name === former.name) return { fileName, plan };
  throw usageError(
    `${fileName} is the pipeline ${plan.name}, and what is rerun is ${former.name}: a rerun keeps the name.`,
    'To start another pipeline, use `ax-tasks run FILE`.',
  );
}

/** What the steps name that run; the others need it no more. */
async function requireNames(
  session: Session,
  { text, fileName, plan }: { text: string; fileName: string; plan: Plan },
  { runs, judged }: RerunPlan,
  output: Output,
): Promise<void> {
  const ids = new Set([...runs, ...judged.map(({ id }) => id)]);
  const { findings } = await checkPlanOf(session, plan, output);
  const ofRuns = findings.filter(({ path: [list, at] }) => {
    const steps = list === 'finally' ? plan.finally : plan.steps;
    return ids.has(steps?.[Number(at)]?.id ?? '');
  });
  if (ofRuns.length > 0) throw findingsIn(text, fileName, ofRuns);
}

async function confirmRedone(
  { redone }: RerunPlan,
  { force = false }: RerunOptions,
  output: Output,
  context: CliContext,
): Promise<void> {
  if (redone.length === 0) return;
  output.warn(`${listed(redone)}: succeeded before, and run again because the file changed.`);
  await confirm('Run them again?', { force }, context);
}

const NAMES_SHOWN = 10;

function announce(
  { how, handle }: Awaited<ReturnType<typeof startRerun>>,
  name: string,
  { kept, partly, judged, runs }: RerunPlan,
  session: Session,
): string[] {
  const place = placeLines(session, handle.workflowId);
  switch (how) {
    case 'started':
      return [
        `Rerunning ${name}: ${runs.length} ${runs.length === 1 ? 'step' : 'steps'} to run, ${kept.length} reused.`,
        ...(judged.length === 0 ? [] : [`  gates        ${listed(judged.map(({ id }) => id))}`]),
        ...(runs.length === 0 ? [] : [`  runs         ${listed(runs)}`]),
        ...(kept.length === 0 ? [] : [`  kept         ${listed(kept.map(({ id }) => id))}`]),
        ...partly.map((step) => `  kept         ${goodItems(step)} of ${step.id}`),
        ...place,
      ];
    case 'running':
      return ['Attached to the same rerun, which is already running.', ...place];
    case 'finished':
      return [
        'The same rerun was made before; this is its result. Nothing was started.',
        ...place,
        `  to rerun it  ax-tasks pipeline rerun ${handle.workflowId} --failed${session.flags}`,
      ];
  }
}

const listed = (ids: readonly string[]): string =>
  ids.length <= NAMES_SHOWN
    ? ids.join(', ')
    : `${ids.slice(0, NAMES_SHOWN).join(', ')} and ${ids.length - NAMES_SHOWN} more`;

function goodItems({ items = [] }: StepResult): string {
  const good = items.filter(({ state }) => state === 'succeeded').length;
  return `${good} of the ${items.length} items`;
}
