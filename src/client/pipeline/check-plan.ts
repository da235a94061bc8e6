import type { Client } from '@temporalio/client';
import type { Plan, Step } from '../../model/pipeline/plan.js';
import { plannedEvaluators, unknownEvaluations } from '../../model/pipeline/evaluation-names.js';
import type { PlannedEvaluator } from '../../model/pipeline/evaluation-names.js';
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
 * Looks up everything that a plan names, through a worker: tasks, own activities, what steps require, baselines, and what
 * `ensure` names.
 * Starts no run and changes nothing. `startPipeline` does not check by itself.
 * @throws {@link NoWorkerError}; the failure of a look-up that tells neither that something is there nor that it is missing
 */
export async function checkPlan(
  client: Client,
  plan: Plan,
  options: CheckPlanOptions = {},
): Promise<CheckedPlan> {
  const asking: Asking = { client, ...options, ...onceOnly(options) };
  const tasks = await findTasks(asking, stepsWithTask(plan));
  const preview = previewOf(plan, tasks);
  const ofTasks = preview.steps.flatMap(({ id, problems }): PlanFinding[] =>
    problems.map((message) => ({ path: [...placeOf(plan, id), 'task'], message })),
  );
  const references = await inParallel(AT_ONCE, referencesOf(plan), async (reference) => ({
    ...reference,
    problems: await problemsOf(asking, reference),
  }));
  const written = await evaluationsOf(asking, plannedEvaluators(plan, tasks) ?? []);
  const looked = [...references, ...(written === null ? [] : unknownEvaluations(plan, tasks, written))];
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

/** The names under which evaluators write; null if one of them is not known, or there is nothing to compare. */
async function evaluationsOf(
  asking: Asking,
  evaluators: readonly PlannedEvaluator[],
): Promise<string[] | null> {
  const distinct = new Map(evaluators.map((each) => [JSON.stringify(each), each]));
  const names = await inParallel(AT_ONCE, [...distinct.values()], (each) => evaluationOf(asking, each));
  const known = names.filter((name) => name !== null);
  return known.length === 0 || known.length < names.length ? null : known;
}

async function evaluationOf(
  { client, ...options }: Asking,
  { evaluator, space, versionId }: PlannedEvaluator,
): Promise<string | null> {
  const request = { evaluator, limit: 100, ...(space === null ? {} : { space }) };
  try {
    const { items } = await executeOperation(client, 'listEvaluatorVersions', request, options);
    const newest = items.toSorted((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''))[0];
    const version = versionId === null ? newest : items.find(({ id }) => id === versionId);
    return version?.evaluation ?? null;
  } catch (error) {
    missingOr(error);
    return null;
  }
}

type Asking = CheckPlanOptions & { client: Client };

const AT_ONCE = 4;

async function problemsOf({ client, ...options }: Asking, { lookUp }: Reference): Promise<string[]> {
  if ('activity' in lookUp) return executeOperation(client, 'checkActivity', lookUp, options);
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
