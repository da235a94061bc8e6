import { CancellationScope, condition, workflowInfo } from '@temporalio/workflow';
import { rowOf, rowWithoutRun, runFingerprint, withOwnRun } from '../../model/fan-out/fan-out-rows.js';
import type { FanOutItem, Step } from '../../model/pipeline/plan.js';
import { kindOf } from '../../model/pipeline/plan.js';
import type { ItemResult } from '../../model/pipeline/results.js';
import { derivedExperimentName, itemWorkflowId } from '../../model/temporal/names.js';
import { ownActivity } from '../step/own-activity.js';
import type { PreparedStep } from '../step/prepare-step.js';
import { runAttempts } from '../step/run-attempts.js';
import { clockFor } from '../step/step-clock.js';
import type { StepContext } from '../step/step-context.js';
import { SUCCEEDED, inStage } from '../step/unfinished-result.js';
import { withTask } from '../step/with-task.js';
import type { FanOutState } from './fan-out-state.js';

/** Starts an item, or ends it at once, or parks it behind another item that asks for the same run. */
export function startItem(state: FanOutState, at: number, prepared: PreparedStep): void {
  const item = state.items[at];
  if (item === undefined) return;
  state.prepared.delete(at);
  if ('ended' in prepared) {
    const { state: itemState, reason } = prepared.ended;
    endItem(state, at, rowWithoutRun(item, itemState, reason ?? ''));
  } else startPrepared(state, at, item, prepared.step);
}

function startPrepared(state: FanOutState, at: number, item: FanOutItem, step: Step): void {
  const fingerprint = runFingerprint(step);
  const owner = fingerprint === null ? undefined : state.owners.get(fingerprint);
  const policy = state.input.step.fanOut?.onConflict ?? 'wait';
  if (owner !== undefined && policy !== 'wait') {
    const reason = `asks for the same run as item ${state.items[owner]?.key}`;
    endItem(state, at, rowWithoutRun(item, policy === 'skip' ? 'skipped' : 'failed', reason));
    return;
  }
  if (owner !== undefined && !state.results.has(owner)) {
    state.parked.set(at, owner);
    state.prepared.set(at, { step });
    return;
  }
  if (fingerprint !== null) state.owners.set(fingerprint, at);
  state.parked.delete(at);
  run(state, at, item, step);
}

function run(state: FanOutState, at: number, item: FanOutItem, step: Step): void {
  const scope = new CancellationScope();
  state.running.set(at, scope);
  void scope.run(async () => endItem(state, at, await runItem(state, item, at, step)));
}

function endItem(state: FanOutState, at: number, row: ItemResult): void {
  state.results.set(at, withOwnRun(row, state.results.values()));
  state.running.delete(at);
  state.hasNews = true;
}

/** Runs an item to its end. Never throws: a failure is a row too. */
async function runItem(state: FanOutState, item: FanOutItem, at: number, step: Step): Promise<ItemResult> {
  const startedAt = new Date().toISOString();
  const context = contextOf(state, item, at);
  const experimentIds = [...new Set([...(step.trigger.experimentIds ?? []), ...state.input.experimentIds])];
  const trigger = experimentIds.length === 0 ? step.trigger : { ...step.trigger, experimentIds };
  const { attemptsBefore: attempts } = context;
  const ended = await inStage({ ...SUCCEEDED, attempts }, () =>
    withTask(step, context, (ready) =>
      ready.activity === undefined
        ? runAttempts(ready, trigger, context)
        : ownActivity(ready.activity, ready, context),
    ),
  );
  const endedAt = new Date().toISOString();
  const kind = kindOf(step);
  return rowOf(item, { result: null, attempts, ...ended, id: step.id, kind, startedAt, endedAt });
}

const contextOf = (state: FanOutState, { key }: FanOutItem, at: number): StepContext => {
  const { pipeline, step, attemptsBefore, deadlineMs, hasSearchAttributes = false } = state.input;
  const name = derivedExperimentName(`${step.id}-${key}`, workflowInfo().firstExecutionRunId);
  return {
    workflowId: itemWorkflowId(pipeline.workflowId, step.id, key),
    formerWorkflowId: pipeline.rerunOf === null ? null : itemWorkflowId(pipeline.rerunOf, step.id, key),
    title: `${step.id}/${key}`,
    // Long keys are cut, after which two of them may be alike.
    experimentName: `${name}-i${at + 1}`,
    attemptsBefore,
    clock: clockFor(step.timeoutMs, deadlineMs),
    searchAttributes: hasSearchAttributes ? { pipeline: pipeline.name, step: step.id } : null,
    note: () => undefined,
    onAttempt: () => undefined,
    untilResumed: () => condition(() => !state.isPaused),
    givenTo: (intent) => state.reads.givenTo(intent),
  };
};
