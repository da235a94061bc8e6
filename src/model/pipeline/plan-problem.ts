import { AMBIGUITY_POLICIES, NAME_TAKEN_POLICIES, TOLERANCE_CHECKS } from '../api/policies.js';
import { carried, triggerCheck } from '../api/request-checks.js';
import {
  all,
  anyText,
  anything,
  byMember,
  expected,
  flag,
  listOf,
  mapOf,
  members,
  milliseconds,
  object,
  oneOf,
  optional,
  shape,
  text,
  whole,
} from '../base/checks.js';
import type { Check } from '../base/checks.js';
import { gateCheck } from '../gate/gate-problem.js';
import { notifyRulesProblem } from '../notification/notify-rules.js';
import { EMPTY_CAUSES } from '../run/outcome.js';
import { WAIT_CHECKS } from '../run/polling.js';
import { findCycle } from './graph.js';
import type { PipelineRerun, RunPipelineInput } from './inputs.js';
import { CONFLICT_POLICIES, FAILURE_POLICIES, MAX_FAN_OUT, STEP_CONDITIONS } from './plan.js';
import type { FanOut, FanOutItem, Plan, RetryPolicy, Step } from './plan.js';
import type { StepResult } from './results.js';
import { allSteps } from './step-order.js';

/** IDs are part of workflow IDs and names in expressions. */
const id = expected(
  'an id that starts with a letter and contains only letters, digits, - and _',
  (value) => typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_-]*$/.test(value),
);

const ids = listOf(id);
const expressions = mapOf(text);

const approval = members({
  message: anyText,
  timeoutMs: WAIT_CHECKS.timeoutMs,
  onTimeout: optional(oneOf(['approve', 'reject'])),
});

const ON_EMPTY_ACTIONS = {
  fail: anything,
  skip: anything,
  retry: members({ afterMs: milliseconds(0), attempts: whole(1), then: oneOf(['fail', 'skip']) }),
};

const onEmptyAction = byMember('action', ON_EMPTY_ACTIONS);

const onEmpty = byMember('action', {
  ...ON_EMPTY_ACTIONS,
  'by-cause': members({
    causes: members(Object.fromEntries(EMPTY_CAUSES.map((cause) => [cause, optional(onEmptyAction)]))),
    otherwise: onEmptyAction,
  }),
});

const retry = shape<RetryPolicy>({
  attempts: whole(1),
  backoffMs: milliseconds(1),
  maxBackoffMs: milliseconds(1),
  on: listOf(text),
});

const item = shape<FanOutItem>({ key: anyText, value: anything, isMatrix: flag });

const fanOut = shape<FanOut>({
  items: optional(listOf(item)),
  forEach: optional(text),
  limit: all(
    whole(1),
    expected(`at most ${MAX_FAN_OUT}`, (value) => Number(value) <= MAX_FAN_OUT),
  ),
  onConflict: oneOf(CONFLICT_POLICIES),
});

export const requirementsCheck = listOf(
  members({
    kind: oneOf(['dataset', 'experiment', 'spans', 'evaluator', 'integration']),
    untilMs: optional(milliseconds(1)),
  }),
);

/** A step as a plan has it; values that an expression provides are not there yet. */
export const stepCheck = shape<Step>({
  ...WAIT_CHECKS,
  ...TOLERANCE_CHECKS,
  id,
  needs: ids,
  task: optional(text),
  space: optional(text),
  trigger: triggerCheck,
  experimentsFrom: ids,
  onAmbiguous: optional(oneOf(AMBIGUITY_POLICIES)),
  quality: optional(flag),
  onNameTaken: optional(oneOf(NAME_TAKEN_POLICIES)),
  shareDataset: optional(flag),
  settleMs: optional(milliseconds(0)),
  when: optional(oneOf(STEP_CONDITIONS)),
  if: optional(text),
  ensure: optional(members({ type: text })),
  isTriggered: optional(flag),
  activity: optional(members({ name: text })),
  approval: optional(approval),
  gate: optional(gateCheck),
  requires: optional(requirementsCheck),
  onEmpty: optional(onEmpty),
  retry: optional(retry),
  onFailure: optional(oneOf(FAILURE_POLICIES)),
  fanOut: optional(fanOut),
  outputs: optional(expressions),
  bindings: optional(listOf(members({ at: listOf(anything, 1), template: text, kind: text }))),
  reads: optional(ids),
});

const planShape = shape<Plan>({
  version: oneOf([1]),
  name: text,
  labels: mapOf(anyText),
  timeoutMs: WAIT_CHECKS.timeoutMs,
  notify: optional(notifyRulesProblem),
  inputs: optional(object),
  steps: listOf(stepCheck, 1),
  finally: optional(listOf(stepCheck)),
  outputs: optional(expressions),
  reads: optional(ids),
});

/** A step that needs one that never ends, or never comes, would wait for ever. */
const orderCheck: Check = (value, path) => {
  const plan = value as Plan;
  const steps = allSteps(plan);
  const known = new Set<string>();
  for (const step of steps) {
    if (known.has(step.id)) return `${path}.steps: two steps have the id ${step.id}`;
    known.add(step.id);
  }
  for (const { id: of, needs, experimentsFrom } of steps) {
    const unknown = [...needs, ...experimentsFrom].find((need) => !known.has(need));
    if (unknown !== undefined) return `${path}.steps: step ${of} needs ${unknown}, which is not a step`;
  }
  const cycle = findCycle(steps);
  return cycle === null ? null : `${path}.steps: steps need each other in a circle: ${cycle.join(' → ')}`;
};

const planCheck = all(planShape, orderCheck);

const STEP_STATES = ['succeeded', 'failed', 'cancelled', 'skipped', 'running'];

const stepResults = listOf(members<StepResult>({ id, state: oneOf(STEP_STATES) }));

const rerun = shape<PipelineRerun>({
  of: members({ workflowId: text, executionId: text }),
  kept: stepResults,
  partly: stepResults,
  judged: stepResults,
  attempts: mapOf(whole(0)),
});

const runPipelineCheck = shape<RunPipelineInput>({
  plan: planCheck,
  rerun: optional(rerun),
  isEndTold: optional(flag),
  hasSearchAttributes: optional(flag),
  resume: carried,
});

/** What is wrong with an input of `runPipeline` from any program; null if nothing is. */
export const runPipelineProblem = (input: unknown): string | null => runPipelineCheck(input, 'input');
