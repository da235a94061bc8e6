import { EXIT } from '../../model/temporal/exit-codes.js';
import type { Plan, Step } from '../../model/pipeline/plan.js';
import { previewOf } from '../../model/pipeline/preview.js';
import type { PlanPreview } from '../../model/pipeline/preview.js';
import {
  placeOf,
  referencesOf,
  stepsWithTask,
  windowWarnings,
} from '../../model/pipeline/preview-problems.js';
import type { Reference } from '../../model/pipeline/preview-problems.js';
import type { Finding } from '../../files/document/finding.js';
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
      : await withSession(context, options, (session) =>
          checkPlan(session, plan, (line) => output.warn(line)),
        );
  output.result('plan', preview, (style) => (isMermaid ? planMermaid(preview) : planLines(preview, style)));
  const problems = preview.steps.flatMap((step) => step.problems.map((problem) => `${step.id}: ${problem}`));
  // The table shows them; other formats do not.
  if (isMermaid || !output.isText) problems.forEach((line) => output.warn(line));
  return problems.length === 0 ? EXIT.success : EXIT.refused;
}

/** Whether there is anything to look up. */
export const namesAnything = (plan: Plan): boolean =>
  stepsWithTask(plan).length + referencesOf(plan).length > 0;

/** What a plan would do, with all problems that the service can tell of, each at its place in the file. */
export interface CheckedPlan {
  preview: PlanPreview;
  findings: Finding[];
}

/** Looks up everything that a plan names, without starting anything. */
export async function checkPlan(session: Session, plan: Plan, notify: Notify): Promise<CheckedPlan> {
  const noticeOnce = once(notify);
  const preview = previewOf(plan, await findTasks(session, stepsWithTask(plan), noticeOnce));
  const ofTasks = preview.steps.flatMap(({ id, problems }): Finding[] =>
    problems.map((message) => ({ path: [...placeOf(plan, id), 'task'], message })),
  );
  const looked = await inParallel(AT_ONCE, referencesOf(plan), async (reference) => ({
    ...reference,
    problems: await problemsOf(session, reference, noticeOnce),
  }));
  const others = looked.flatMap(({ path, problems }): Finding[] =>
    problems.map((message) => ({ path, message })),
  );
  const steps = preview.steps.map((step) => ({
    ...step,
    problems: [
      ...step.problems,
      ...looked.filter(({ stepId }) => stepId === step.id).flatMap(({ problems }) => problems),
    ],
  }));
  return { preview: { ...preview, steps }, findings: [...ofTasks, ...others] };
}

async function problemsOf(session: Session, { lookUp }: Reference, notify: Notify): Promise<string[]> {
  if ('readiness' in lookUp) return runOperation(session, 'checkReadiness', lookUp.readiness, notify);
  try {
    await runOperation(session, 'resolveDefinition', lookUp.definition, notify);
    return [];
  } catch (error) {
    return [missingOr(error)];
  }
}

/** Why there is none; any other failure is thrown. */
function missingOr(error: unknown): string {
  const { code, message } = explainError(error);
  if (!MISSING.has(code)) throw error;
  return message;
}

const AT_ONCE = 4;

/** Failures that mean that the task does not exist or is ambiguous; any other failure says nothing about it. */
const MISSING: ReadonlySet<string> = new Set(['AxNotFound', 'AmbiguousName', 'InvalidInput']);

/** The tasks that the steps name, each asked for once, by {@link taskKey}. */
async function findTasks(
  session: Session,
  steps: readonly Step[],
  notify: Notify,
): Promise<Map<string, FoundTask>> {
  const named = new Map(steps.map((step) => [taskKey(step), step]));
  const found = await inParallel(AT_ONCE, [...named], async ([key, step]) => {
    return [key, await findTask(session, step, notify)] as const;
  });
  return new Map(found);
}

async function findTask(session: Session, { task = '', space }: Step, notify: Notify): Promise<FoundTask> {
  const request = { task, ...(space === undefined ? {} : { space }) };
  try {
    return { task: await runOperation(session, 'getTask', request, notify) };
  } catch (error) {
    return { missing: missingOr(error) };
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
