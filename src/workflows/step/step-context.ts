import type { StepNote } from '../../model/pipeline/pipeline-memo.js';
import type { GivenTrigger } from '../../model/run/trigger/given-trigger.js';
import type { RunIntent } from '../../model/run/intent.js';
import type { SearchAttributeValues } from '../../model/temporal/search-attributes.js';
import { inTime, pipelineClock } from './step-clock.js';
import type { StepClock } from './step-clock.js';

/** What the work of a step needs to know of the step of a pipeline, or the item of a fan-out, that it is done for. */
export interface StepContext {
  /** The workflow id of the first attempt. */
  workflowId: string;
  /** The same in the pipeline of which this one is a rerun; null: it is none. */
  formerWorkflowId: string | null;
  /** The step, and the item if there is one, for people. */
  title: string;
  /** The name of the first attempt's experiment if the file gives none. */
  experimentName: string;
  attemptsBefore: number;
  clock: StepClock;
  /** The search attributes of all child workflows; null: search attributes are off. */
  searchAttributes: SearchAttributeValues | null;
  /** Sets what observers see of the step beside its child workflow; null: nothing. */
  note: (note: StepNote | null) => void;
  /** Counts an attempt that begins. */
  onAttempt: (attempt: number) => void;
  untilResumed: () => Promise<void>;
  /** What the first attempt for an intent need not read by itself; absent: nothing. */
  givenTo?: (intent: RunIntent) => GivenTrigger | undefined;
}

/**
 * Waits until the pipeline is not paused. The time does not count for the timeout of the step, but the pipeline's deadline
 * bounds it.
 */
export async function untilResumed({ clock, untilResumed: resumed }: StepContext): Promise<void> {
  const beforeMs = Date.now();
  await inTime(pipelineClock(clock.pipelineEndMs), 'it waited for the pipeline to be resumed', () =>
    resumed(),
  );
  clock.startedMs += Date.now() - beforeMs;
}
