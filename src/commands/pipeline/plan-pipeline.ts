import { EXIT } from '../../model/temporal/exit-codes.js';
import type { Plan } from '../../model/pipeline/plan.js';
import { previewOf, stepsWithTask } from '../../model/pipeline/preview.js';
import type { FoundTask } from '../../model/pipeline/preview-problems.js';
import { parsePipeline } from '../../files/pipeline/parse-pipeline.js';
import { planLines } from '../../terminal/views/plan-lines.js';
import { planMermaid } from '../../terminal/views/plan-mermaid.js';
import type { CliContext } from '../base/context.js';
import { readInputs } from '../input/read-inputs.js';
import type { InputOptions } from '../input/read-inputs.js';
import { readSpec } from '../input/read-spec.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { findTasks } from './find-tasks.js';

export interface PlanOptions extends CallOptions, InputOptions {
  offline?: boolean;
}

/** Shows what a pipeline file would do. Starts nothing; looks up the tasks unless `--offline` is given. */
export async function planPipeline(context: CliContext, options: PlanOptions, file: string): Promise<number> {
  const isMermaid = options.output === 'mermaid';
  const output = new Output(context, isMermaid ? { ...options, output: 'table' } : options);
  const text = await readSpec('pipeline', file, context);
  const given = await readInputs(options, context);
  const plan = parsePipeline(text, file === '-' ? 'stdin' : file, context.env, given);
  const preview = previewOf(plan, await tasksOf(plan, context, options, output));
  output.result('plan', preview, (style) => (isMermaid ? planMermaid(preview) : planLines(preview, style)));
  const problems = preview.steps.flatMap((step) => step.problems.map((problem) => `${step.id}: ${problem}`));
  // The table shows them; other formats do not.
  if (isMermaid || !output.isText) problems.forEach((line) => output.warn(line));
  return problems.length === 0 ? EXIT.success : EXIT.refused;
}

async function tasksOf(
  plan: Plan,
  context: CliContext,
  options: PlanOptions,
  output: Output,
): Promise<Map<string, FoundTask>> {
  const steps = stepsWithTask(plan);
  if (options.offline === true || steps.length === 0) return new Map();
  return withSession(context, options, (session) => findTasks(session, steps, (line) => output.warn(line)));
}
