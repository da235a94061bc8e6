import { startChild } from '@temporalio/workflow';
import { stateOfItems } from '../../model/fan-out/fan-out-rows.js';
import { MAX_PAYLOAD_BYTES, jsonBytes, megabytes } from '../../model/base/json-bytes.js';
import { omit } from '../../model/base/omit.js';
import { attemptWorkflowId } from '../../model/temporal/names.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { FanOutResult, RunFanOutInput } from '../../model/fan-out/inputs.js';
import type { ItemResult, StepState } from '../../model/pipeline/results.js';
import { scopeFor } from '../../model/pipeline/step-facts.js';
import { runFanOut } from '../fan-out/run-fan-out.js';
import { childOptions } from '../shared/child-options.js';
import { failed } from './draft.js';
import type { Draft } from './draft.js';
import { phase } from '../pipeline/engine.js';
import type { Engine } from '../pipeline/engine.js';
import { tellPaused } from '../pipeline/tell-paused.js';
import type { Place } from './run-attempts.js';

/** Runs a step for each of its items in a child, which leaves a row of each. */
export async function startFanOut(
  engine: Engine,
  step: Step,
  experimentIds: string[],
  place: Place,
): Promise<Draft> {
  await place.untilResumed();
  const input = inputOf(engine, step, experimentIds, place);
  const bytes = jsonBytes(input);
  if (bytes > MAX_PAYLOAD_BYTES)
    return failed(
      `its items and what they read have ${megabytes(bytes)}, expected at most ${megabytes(MAX_PAYLOAD_BYTES)}`,
    );
  const attempt = place.attemptsBefore + 1;
  place.onAttempt(attempt);
  place.note(attempt === 1 ? null : phase('child', { attempt }));
  const handle = await startChild(runFanOut, {
    args: [input],
    ...childOptions({
      workflowId: attemptWorkflowId(place.workflowId, attempt),
      summary: `${step.id}: fan-out, at most ${step.fanOut?.limit ?? 1} at once`,
      details: `Step **${step.id}** of ${engine.plan.name}, for each of its items.`,
      searchAttributes: place.searchAttributes,
    }),
  });
  const running = engine.running.get(step.id);
  if (running !== undefined) running.fanOut = handle;
  if (engine.paused !== null) tellPaused(handle, true);
  return draftOf(await handle.result(), attempt, place);
}

function inputOf(engine: Engine, step: Step, experimentIds: string[], place: Place): RunFanOutInput {
  const { plan, facts, results, reopened } = engine;
  return {
    pipeline: { name: plan.name, workflowId: facts.workflowId },
    // These are the whole step's: they come when all items have ended.
    step: omit(step, 'gate', 'outputs'),
    scope: scopeFor(plan, facts, results, step.reads ?? []),
    experimentIds,
    deadlineMs: place.deadlineMs,
    attemptsBefore: place.attemptsBefore,
    ...(engine.hasSearchAttributes ? { hasSearchAttributes: true } : {}),
    kept: (reopened.get(step.id)?.items ?? []).filter(isKept),
  };
}

const TO_BE_RUN_AGAIN: readonly StepState[] = ['failed', 'cancelled', 'running'];
const isKept = ({ state }: ItemResult): boolean => !TO_BE_RUN_AGAIN.includes(state);

function draftOf({ items, problem }: FanOutResult, attempt: number, place: Place): Draft {
  const attempts = Math.max(attempt, ...items.map((item) => item.attempts));
  place.onAttempt(attempts);
  const ids = items.map(({ experimentId }) => experimentId).filter((id) => id !== null);
  const rows = { items, attempts, experimentIds: [...new Set(ids)] };
  return problem === null ? { ...stateOfItems(items), ...rows } : { ...failed(problem), ...rows };
}
