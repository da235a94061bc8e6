import type { RunTaskInput } from '../../model/run/inputs.js';
import { attemptExperimentName } from '../../model/temporal/names.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { TriggerFields } from '../../model/api/requests.js';
import { definedOnly } from '../../model/base/defined-only.js';
import type { Place } from './run-attempts.js';

/** What `runTask` gets for an attempt of a step. A later attempt asks for an experiment of another name. */
export function attemptInput(
  attempt: number,
  step: Step,
  trigger: TriggerFields,
  place: Pick<Place, 'experimentName' | 'deadlineMs' | 'searchAttributes'>,
): RunTaskInput {
  const { task = '', space, pollIntervalMs, timeoutMs, onTimeout, onAmbiguous, settleMs } = step;
  const { maxErrorShare, allowEmpty, allowTruncated } = step;
  const { experimentName, deadlineMs, searchAttributes } = place;
  const given = trigger.experimentName;
  return definedOnly({
    intent: definedOnly({
      task,
      space,
      trigger:
        given === undefined ? trigger : { ...trigger, experimentName: attemptExperimentName(given, attempt) },
    }),
    wait: definedOnly({ pollIntervalMs, timeoutMs, onTimeout }),
    tolerance: definedOnly({ maxErrorShare, allowEmpty, allowTruncated }),
    onAmbiguous,
    settleMs,
    deadlineMs: deadlineMs ?? undefined,
    hasSearchAttributes: searchAttributes === null ? undefined : true,
    defaultExperimentName: attemptExperimentName(experimentName, attempt),
  });
}
