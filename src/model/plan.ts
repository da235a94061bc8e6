import type { AmbiguityPolicy, Tolerance, WaitPolicy } from './policies.js';
import type { TriggerFields } from './requests.js';

/** One trigger-and-wait of a pipeline. */
export interface Step extends WaitPolicy, Tolerance {
  id: string;
  /** Ids of the steps that must have ended well before this one starts. */
  needs: string[];
  /** Name or ID of the task; a name needs `space`. */
  task: string;
  space?: string;
  trigger: TriggerFields;
  /** Steps whose experiments this evaluation runs on; each is also in `needs`. */
  experimentsFrom: string[];
  onAmbiguous?: AmbiguityPolicy;
  /** As in `RunTaskInput`. */
  settleMs?: number;
}

/** A checked pipeline: ids are unique, every reference exists, and there is no cycle. */
export interface Plan {
  version: 1;
  name: string;
  labels: Record<string, string>;
  /** For all steps together; what is left of it bounds each step. Absent: no bound. */
  timeoutMs?: number;
  steps: Step[];
}

/** What `order.ts` needs of a step. */
export type StepNode = Pick<Step, 'id' | 'needs'>;
