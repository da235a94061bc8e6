import { condition, workflowInfo } from '@temporalio/workflow';
import { rowOf } from '../../model/fan-out/fan-out-rows.js';
import { derivedExperimentName, itemWorkflowId } from '../../model/temporal/names.js';
import type { FanOutItem, Step } from '../../model/pipeline/plan.js';
import type { ItemResult } from '../../model/pipeline/results.js';
import { WELL, inStage } from '../step/draft.js';
import { ownActivity } from '../step/own-activity.js';
import { runAttempts } from '../step/run-attempts.js';
import type { Place } from '../step/run-attempts.js';
import { withTask } from '../step/with-task.js';
import type { Fan } from './fan.js';

/** The life of an item, from its values to its row. Never throws: how it ended is a value. */
export async function liveItem(fan: Fan, item: FanOutItem, at: number, step: Step): Promise<ItemResult> {
  const startedAt = new Date().toISOString();
  const place = placeOf(fan, item, at);
  const experimentIds = [...new Set([...(step.trigger.experimentIds ?? []), ...fan.input.experimentIds])];
  const trigger = experimentIds.length === 0 ? step.trigger : { ...step.trigger, experimentIds };
  const ended = await inStage({ ...WELL, attempts: place.attemptsBefore }, () =>
    withTask(step, place, (ready) =>
      ready.activity === undefined
        ? runAttempts(ready, trigger, place)
        : ownActivity(ready.activity, ready, place),
    ),
  );
  const endedAt = new Date().toISOString();
  return rowOf(item, { result: null, ...ended, id: step.id, startedAt, endedAt });
}

const placeOf = (fan: Fan, { key }: FanOutItem, at: number): Place => {
  const { pipeline, step, attemptsBefore, deadlineMs, hasSearchAttributes = false } = fan.input;
  const name = derivedExperimentName(`${step.id}-${key}`, workflowInfo().firstExecutionRunId);
  return {
    workflowId: itemWorkflowId(pipeline.workflowId, step.id, key),
    title: `${step.id}/${key}`,
    // Long keys may be alike where they are cut.
    experimentName: `${name}-i${at + 1}`,
    attemptsBefore,
    deadlineMs,
    searchAttributes: hasSearchAttributes ? { pipeline: pipeline.name, step: step.id } : null,
    note: () => undefined,
    onAttempt: () => undefined,
    untilResumed: () => condition(() => !fan.isPaused),
  };
};
