import type { Client } from '@temporalio/client';
import type { Plan, Step } from '../../model/pipeline/plan.js';
import { placeOf, referencesOf, stepsWithTask, taskKey } from '../../model/pipeline/preview-problems.js';
import type { FoundTask, Reference } from '../../model/pipeline/preview-problems.js';
import { previewOf } from '../../model/pipeline/preview.js';
import type { PlanPreview } from '../../model/pipeline/preview.js';
import { failureOf } from '../failure.js';
import { inParallel } from '../in-parallel.js';
import { executeOperation } from '../operation.js';
import type { AwaitOptions } from '../operation.js';
import type { StartOptions } from '../start.js';

/** How what a plan names is looked up; `signal` ends the look-ups. */
export type CheckPlanOptions = Pick<AwaitOptions, 'notify' | 'signal'> & Pick<StartOptions, 'taskQueue'>;

/** What a plan would do, with all problems that the service can tell of, each at its place in the file. */
export interface CheckedPlan {
  preview: PlanPreview;
  /** Empty if there are none. */
  findings: PlanFinding[];
}

/** Something that a plan names and that is missing, or does not fit. */
export interface PlanFinding {
  /** From the root of the pipeline file to what is wrong. */
  path: (string | number)[];
  /** For people. */
  message: string;
}

/**
 * Looks up everything that a plan names, through a worker: tasks, what steps require, baselines, and what `ensure` names.
 * Starts no run and changes nothing. `startPipeline` does not check by itself.
 * @throws {@link NoWorkerError}; the failure of a look-up that tells neither that something is there nor that it is missing
 */
export async function checkPlan(
  client: Client,
  plan: Plan,
  options: CheckPlanOptions = {},
): Promise<CheckedPlan> {
  const asking: Asking = { client, ...options, ...onceOnly(options) };
  const preview = previewOf(plan, await findTasks(asking, stepsWithTask(plan)));
  const ofTasks = preview.steps.flatMap(({ id, problems }): PlanFinding[] =>
    problems.map((message) => ({ path: [...placeOf(plan, id), 'task'], message })),
  );
  const looked = await inParallel(AT_ONCE, referencesOf(plan), async (reference) => ({
    ...reference,
    problems: await problemsOf(asking, reference),
  }));
  const others = looked.flatMap(({ path, problems }): PlanFinding[] =>
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

type Asking = CheckPlanOptions & { client: Client };

const AT_ONCE = 4;

async function problemsOf({ client, ...options }: Asking, { lookUp }: Reference): Promise<string[]> {
  if ('readiness' in lookUp) return executeOperation(client, 'checkReadiness', lookUp.readiness, options);
  try {
    await executeOperation(client, 'resolveDefinition', lookUp.definition, options);
    return [];
  } catch (error) {
    return [missingOr(error)];
  }
}

/** Failures that mean that something does not exist or is ambiguous; any other failure says nothing about it. */
const MISSING: ReadonlySet<string> = new Set(['AxNotFound', 'AmbiguousName', 'InvalidInput']);

/** Why there is none; any other failure is thrown. */
function missingOr(error: unknown): string {
  const failure = error instanceof Error ? failureOf(error) : null;
  if (failure === null || !MISSING.has(failure.type ?? '')) throw error;
  return failure.message;
}

/** The tasks that the steps name, each asked for once, by {@link taskKey}. */
async function findTasks(asking: Asking, steps: readonly Step[]): Promise<Map<string, FoundTask>> {
  const named = new Map(steps.map((step) => [taskKey(step), step]));
  const found = await inParallel(AT_ONCE, [...named], async ([key, step]) => {
    return [key, await findTask(asking, step)] as const;
  });
  return new Map(found);
}

async function findTask({ client, ...options }: Asking, { task = '', space }: Step): Promise<FoundTask> {
  const request = { task, ...(space === undefined ? {} : { space }) };
  try {
    return { task: await executeOperation(client, 'getTask', request, options) };
  } catch (error) {
    return { missing: missingOr(error) };
  }
}

/** Several operations that wait for a worker say so once. */
function onceOnly({ notify }: CheckPlanOptions): Pick<CheckPlanOptions, 'notify'> {
  if (notify === undefined) return {};
  let isTold = false;
  return {
    notify: (line) => {
      if (!isTold) notify(line);
      isTold = true;
    },
  };
}
