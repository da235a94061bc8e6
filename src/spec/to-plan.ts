import { parseDurationMs } from '../model/duration.js';
import type { Plan, Step } from '../model/plan.js';
import type { Tolerance, WaitPolicy } from '../model/policies.js';
import type { EvaluationTrigger, TriggerFields } from '../model/requests.js';
import { instantMs, toUtc } from '../model/window.js';
import { needsOf } from './needs-of.js';
import type { PipelineFile, StepFile } from './schema/pipeline-file.js';

/** The plan of a checked file. `defaultSpace` is for files that name none. */
export const toPlan = (file: PipelineFile, defaultSpace: string | undefined): Plan => ({
  version: file.version,
  name: file.name,
  labels: file.labels ?? {},
  ...present({ timeoutMs: inMs(file.timeout) }),
  steps: file.steps.map((step, position) =>
    toStep(step, file.steps[position - 1], step.space ?? file.space ?? defaultSpace),
  ),
});

const toStep = (step: StepFile, before: StepFile | undefined, space: string | undefined): Step => ({
  id: step.id,
  task: step.task,
  ...present({ space, onAmbiguous: step.onAmbiguous, settleMs: inMs(step.settle) }),
  needs: needsOf(step, before),
  experimentsFrom: step.experimentsFrom ?? [],
  trigger: toTrigger(step),
  ...toWaitPolicy(step),
  ...toTolerance(step),
});

const toTrigger = (step: StepFile): TriggerFields => ({
  ...toWindow(step.window),
  ...present({
    maxSpans: step.maxSpans,
    overrideEvaluations: step.overrideEvaluations,
    experimentIds: step.experimentIds,
    experimentName: step.experimentName,
    queryFilter: step.queryFilter,
    datasetVersionId: step.datasetVersionId,
    exampleIds: step.exampleIds,
    maxExamples: step.maxExamples,
    tracingMetadata: step.tracingMetadata,
    evaluationTaskIds: step.evaluationTaskIds,
  }),
});

const toWindow = (window: StepFile['window']): Pick<EvaluationTrigger, 'dataStartTime' | 'dataEndTime'> =>
  present({ dataStartTime: inUtc(window?.start), dataEndTime: inUtc(window?.end) });

function inUtc(time: string | undefined): string | undefined {
  const ms = time === undefined ? null : instantMs(time);
  return ms === null ? undefined : toUtc(ms);
}

const toWaitPolicy = (step: StepFile): WaitPolicy =>
  present({
    pollIntervalMs: inMs(step.pollInterval),
    timeoutMs: inMs(step.timeout),
    onTimeout: step.onTimeout,
  });

const inMs = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : (parseDurationMs(duration) ?? undefined);

const toTolerance = ({ maxErrorShare, allowEmpty, allowTruncated }: StepFile): Tolerance =>
  present({ maxErrorShare, allowEmpty, allowTruncated });

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

// Members that are undefined would count as given to whoever looks at their names.
const present = <T extends object>(members: T): Present<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
