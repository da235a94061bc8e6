import { EXIT } from '../../model/temporal/exit-codes.js';
import type { Plan, Step } from '../../model/pipeline/plan.js';
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
import { taskKey } from '../../model/pipeline/preview-problems.js';
import { explainError } from '../base/explain-error.js';
import { runOperation } from '../session/run-operation.js';
import type { Notify } from '../../client/worker-gap.js';
import type { Session } from '../session/session.js';
import { inParallel } from '../../client/in-parallel.js';

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

const AT_ONCE = 4;

/** Failures that mean that the task does not exist or is ambiguous; any other failure says nothing about it. */
const MISSING: ReadonlySet<string> = new Set(['AxNotFound', 'AmbiguousName', 'InvalidInput']);

/** The tasks that the steps name, each asked for once, by {@link taskKey}. */
export async function findTasks(
  session: Session,
  steps: readonly Step[],
  notify: Notify,
): Promise<Map<string, FoundTask>> {
  const named = new Map(steps.map((step) => [taskKey(step), step]));
  const noticeOnce = once(notify);
  const found = await inParallel(AT_ONCE, [...named], async ([key, step]) => {
    return [key, await findTask(session, step, noticeOnce)] as const;
  });
  return new Map(found);
}

async function findTask(session: Session, { task = '', space }: Step, notify: Notify): Promise<FoundTask> {
  const request = { task, ...(space === undefined ? {} : { space }) };
  try {
    return { task: await runOperation(session, 'getTask', request, notify) };
  } catch (error) {
    const { code, message } = explainError(error);
    if (!MISSING.has(code)) throw error;
    return { missing: message };
  }
}

/** Several operations that wait for a worker say so once. */
function once(notify: Notify): Notify {
  let isTold = false;
  return (line) => {
    if (!isTold) notify(line);
    isTold = true;
  };
}
