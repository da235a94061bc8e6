import type { StepNote } from '../../model/pipeline/pipeline-memo.js';
import type { SearchAttributeValues } from '../../model/temporal/search-attributes.js';

/** What the work of a step needs to know of the step of a pipeline, or the item of a fan-out, that it is done for. */
export interface StepContext {
  /** The workflow id of the first attempt. */
  workflowId: string;
  /** The step, and the item if there is one, for people. */
  title: string;
  /** The name of the first attempt's experiment if the file gives none. */
  experimentName: string;
  attemptsBefore: number;
  /** Milliseconds since 1970; null: none. */
  deadlineMs: number | null;
  /** The search attributes of all child workflows; null: search attributes are off. */
  searchAttributes: SearchAttributeValues | null;
  /** Sets what observers see of the step beside its child workflow; null: nothing. */
  note: (note: StepNote | null) => void;
  /** Counts an attempt that begins. */
  onAttempt: (attempt: number) => void;
  untilResumed: () => Promise<void>;
}
