import { sleep } from '@temporalio/workflow';
import { definedOnly } from '../../model/base/objects.js';
import { nextCheckMs, waitsFor } from '../../model/pipeline/requires/requirements.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { ReadinessRequest, Requirement } from '../../model/pipeline/requires/requirements.js';
import type { SpanOwner } from '../../model/quality/span-count.js';
import { judging } from './activities.js';
import { noteOf, noteUntil } from './pipeline-state.js';
import { deadlineOf, inTime } from './step-clock.js';
import type { StepContext } from './step-context.js';

/**
 * What is missing of that which a step requires, one sentence each. What may be waited for is waited for, each requirement
 * for as long as it says from now on; the step's time bounds it.
 */
export async function awaitRequirements(step: Step, context: StepContext): Promise<string[]> {
  const { requires = [] } = step;
  if (requires.length === 0) return [];
  context.note(noteUntil('preparing', context.clock));
  const atOnce = requires.filter((requirement) => waitsFor(requirement) === null);
  const missing = atOnce.length === 0 ? [] : await problemsOf(atOnce, step, context);
  if (missing.length > 0) return missing;
  const startedMs = Date.now();
  for (const requirement of requires) {
    const waitMs = waitsFor(requirement);
    const problem = waitMs === null ? null : await awaitOne(requirement, startedMs, waitMs, step, context);
    if (problem !== null) return [problem];
  }
  return [];
}

/** Checks a requirement until it is met; the last problem if it is not within its time, null if it is. */
async function awaitOne(
  requirement: Requirement,
  startedMs: number,
  waitMs: number,
  step: Step,
  context: StepContext,
): Promise<string | null> {
  let told: string | null = null;
  for (;;) {
    const [problem] = await problemsOf([requirement], step, context);
    if (problem === undefined) return null;
    const inMs = nextCheckMs(Date.now() - startedMs, waitMs);
    if (inMs === null) return told === null ? problem : `${problem}, after it was waited for`;
    if (problem !== told)
      context.note(noteOf('preparing', { until: endOf(startedMs + waitMs, context), reason: problem }));
    told = problem;
    await inTime(context.clock, `it waited for what it requires (${problem})`, () => sleep(inMs));
  }
}

const endOf = (untilMs: number, { clock }: StepContext): string =>
  new Date(Math.min(untilMs, deadlineOf(clock) ?? untilMs)).toISOString();

const problemsOf = (
  requirements: Requirement[],
  step: Step,
  { title, clock }: StepContext,
): Promise<string[]> => {
  const call = { stepId: step.id, summary: `readiness of ${title}` };
  return inTime(clock, 'its requirements were being checked', (leftMs) =>
    judging({ ...call, leftMs }).checkReadiness(requestOf(requirements, step)),
  );
};

function requestOf(requirements: Requirement[], step: Step): ReadinessRequest {
  const { task, space, ensure, trigger } = step;
  const { dataStartTime, dataEndTime } = trigger;
  const owner = ownerOf(step);
  return {
    requirements,
    task: ensure === undefined ? (task ?? null) : null,
    space: space ?? null,
    ...(owner === null ? {} : { spansOf: { owner, window: definedOnly({ dataStartTime, dataEndTime }) } }),
  };
}

/** Whose spans the step evaluates; null: it has no task. A task that is yet to be made is known by its project. */
function ownerOf({ task, ensure, ...step }: Step): SpanOwner | null {
  const space = step.space ?? null;
  if (ensure !== undefined && 'project' in ensure && ensure.project !== undefined)
    return { project: ensure.project, space: ensure.space ?? space };
  return task === undefined ? null : { task, space };
}
