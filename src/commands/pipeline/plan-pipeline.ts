import { EXIT } from '../../model/temporal/exit-codes.js';
import type { Plan } from '../../model/pipeline/plan.js';
import { previewOf } from '../../model/pipeline/preview.js';
import { referencesOf, stepsWithTask, windowWarnings } from '../../model/pipeline/preview-problems.js';
import { parsePipeline } from '../../files/pipeline/parse-pipeline.js';
import { checkPlan } from '../../client/pipeline/check-plan.js';
import type { CheckedPlan } from '../../client/pipeline/check-plan.js';
import { planLines } from '../../terminal/views/plan-lines.js';
import { planMermaid } from '../../terminal/views/plan-mermaid.js';
import type { CliContext } from '../base/context.js';
import { readInputs } from '../input/read-inputs.js';
import type { InputOptions } from '../input/read-inputs.js';
import { readSpec } from '../input/read-spec.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { untilInterrupted } from '../session/run-operation.js';
import type { Session } from '../session/session.js';

export interface PlanOptions extends CallOptions, InputOptions {
  offline?: boolean;
}

/** Shows what a pipeline file would do. Starts nothing; looks up what the file names unless `--offline` is given. */
export async function planPipeline(context: CliContext, options: PlanOptions, file: string): Promise<number> {
  const isMermaid = options.output === 'mermaid';
  const output = new Output(context, isMermaid ? { ...options, output: 'table' } : options);
  const text = await readSpec('pipeline', file, context);
  const given = await readInputs(options, context);
  const plan = parsePipeline(text, file === '-' ? 'stdin' : file, context.env, given);
  for (const warning of windowWarnings(plan, context.nowMs())) output.warn(warning);
  const { preview } =
    options.offline === true || !namesAnything(plan)
      ? { preview: previewOf(plan, new Map()) }
      : await withSession(context, options, (session) => checkPlanOf(session, plan, output));
  output.result('plan', preview, (style) => (isMermaid ? planMermaid(preview) : planLines(preview, style)));
  const problems = preview.steps.flatMap((step) => step.problems.map((problem) => `${step.id}: ${problem}`));
  // The table shows them; other formats do not.
  if (isMermaid || !output.isText) problems.forEach((line) => output.warn(line));
  return problems.length === 0 ? EXIT.success : EXIT.refused;
}

/** Whether there is anything to look up. */
export const namesAnything = (plan: Plan): boolean =>
  stepsWithTask(plan).length + referencesOf(plan).length > 0;

/** Looks up everything that a plan names, without starting anything; Ctrl-C ends it. */
export const checkPlanOf = (
  { client, taskQueue }: Session,
  plan: Plan,
  output: Output,
): Promise<CheckedPlan> =>
  untilInterrupted((signal) =>
    checkPlan(client, plan, { taskQueue, notify: (line) => output.warn(line), signal }),
  );
