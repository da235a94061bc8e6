import type { EvaluationTrigger, TriggerFields } from '../../../model/api/requests.js';
import { instantMs, toUtc } from '../../../model/time/window.js';
import type { StepFile } from '../step-file.js';
import { written } from '../../expressions/bindings.js';
import { definedOnly } from '../../../model/base/objects.js';

/** The trigger's fields of a checked step; those that an expression will give are left out. */
export const toTrigger = (step: StepFile): TriggerFields => ({
  ...toWindow(step.window),
  ...definedOnly({
    maxSpans: written<number>(step.maxSpans),
    overrideEvaluations: written<boolean>(step.overrideEvaluations),
    experimentIds: written<string[]>(step.experimentIds),
    experimentName: written<string>(step.experimentName),
    queryFilter: written<string>(step.queryFilter),
    datasetVersionId: written<string>(step.datasetVersionId),
    exampleIds: written<string[]>(step.exampleIds),
    maxExamples: written<number>(step.maxExamples),
    tracingMetadata: step.tracingMetadata,
    evaluationTaskIds: written<string[]>(step.evaluationTaskIds),
  }),
});

const toWindow = (window: StepFile['window']): Pick<EvaluationTrigger, 'dataStartTime' | 'dataEndTime'> =>
  definedOnly({ dataStartTime: inUtc(window?.start), dataEndTime: inUtc(window?.end) });

function inUtc(time: string | undefined): string | undefined {
  const ms = time === undefined ? null : instantMs(time);
  return ms === null ? undefined : toUtc(ms);
}
