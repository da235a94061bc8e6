import type { Fence } from './fence.js';
import type { Provenance } from './run-result.js';

/** The memo under which a workflow keeps what it knows of its trigger ({@link TriggerMemo}), for a reset and for onlookers. */
export const TRIGGER_MEMO = 'trigger';

/** What a workflow keeps of its trigger in its memo: the fence from before the POST on, the run once it is known. */
export interface TriggerMemo {
  fence: Fence;
  runId: string | null;
  /** Null while it is not known. */
  provenance: Provenance | null;
  /** As in `UnresolvedTrigger`. */
  key: string | null;
  /** The task that is triggered. */
  taskId: string;
  /** The user as whom the service created the run; null if the answer to our POST did not say. */
  createdByUserId: string | null;
  /** Tasks (IDs) of which the service is to start runs after this one; absent where there are none. */
  evaluationTaskIds?: string[];
  /** The last request was not sent, and no other one is in doubt: the workflow waits to send it again, without its turn. */
  isUnsent?: true;
}

/** What a workflow's memo has of its trigger; null if it has got to none. */
export const triggerMemoIn = (memo: Readonly<Record<string, unknown>> | undefined): TriggerMemo | null =>
  (memo?.[TRIGGER_MEMO] as TriggerMemo | undefined) ?? null;
