import { AMBIGUITY_POLICIES } from '../api/policies.js';
import { resourceId, triggerCheck, windowCheck } from '../api/request-checks.js';
import {
  anyText,
  flag,
  instant,
  listOf,
  members,
  milliseconds,
  nullable,
  oneOf,
  shape,
  text,
} from '../base/checks.js';
import type { RunMark } from './fence.js';
import type { OpenedFence } from './unresolved.js';
import type { AmbiguityPolicy } from '../api/policies.js';
import type { EvaluationTrigger } from '../api/requests.js';
import type { Provenance, StartedRun } from './run-result.js';
import type { UnresolvedTrigger } from './unresolved.js';
import type { TaskSummary } from '../api/task.js';

/** Input of the workflow `triggerWindow`, whose id is its turn: by running it holds the turn. */
export interface TriggerWindowInput {
  task: TaskSummary;
  fields: EvaluationTrigger;
  mark: RunMark;
  settleMs: number;
  /** When to stop trying, in milliseconds since 1970; null: never. */
  giveUpAtMs: number | null;
  onAmbiguous: AmbiguityPolicy;
  /** The intent's key; null if it has none. */
  key: string | null;
  /** Read just before by whoever starts it. */
  fence: OpenedFence;
  /** Many windows share `fence`, to save requests; false: it reads one of its own once it holds the turn. */
  isFenceShared: boolean;
}

/** The result of `triggerWindow`: the run that the window has, or why it has none. */
export type TriggeredWindow =
  | {
      kind: 'started';
      runId: string;
      provenance: Provenance;
      /** As whom the service created it; absent or null where it does not tell. */
      createdByUserId?: string | null;
      /** What an earlier POST may still have made; absent where the fate of every POST is known. */
      doubt?: StartedRun['doubt'];
    }
  /** The service refused, since the window holds no data. */
  | { kind: 'no-data'; reason: string; provenance: Provenance }
  /**
   * No request had an effect: it did not leave, or was refused for now. Null: the service named no time. `conflict`: what
   * it said if it refused with a conflict, else null.
   */
  | { kind: 'not-sent'; retryAfterMs: number | null; conflict: string | null }
  /** Refused; `type` is one of `model/temporal/failure-types.ts`, `details` are that failure's. */
  | { kind: 'refused'; type: string; reason: string; details: unknown[] }
  /** Its time was over before a request had an effect. */
  | { kind: 'late'; reason: string; provenance: Provenance }
  /** It could not be told whether there is a run. `left` is null if somebody ended the trigger by hand. */
  | { kind: 'unresolved'; reason: string; left: UnresolvedTrigger | null }
  /** Cancelled while it was not known whether there is a run, or which one it is. */
  | { kind: 'unconfirmed'; reason: string; provenance: Provenance; left: UnresolvedTrigger }
  /** Cancelled before there was a run. */
  | { kind: 'cancelled' };

const triggerWindowCheck = shape<TriggerWindowInput>({
  task: members<TaskSummary>({ id: resourceId, name: text, type: text }),
  fields: triggerCheck,
  mark: members<RunMark>({ taskId: resourceId, window: nullable(windowCheck) }),
  settleMs: milliseconds(0),
  giveUpAtMs: nullable(instant),
  onAmbiguous: oneOf(AMBIGUITY_POLICIES),
  key: nullable(text),
  fence: members<OpenedFence>({ newestCreatedAt: nullable(anyText), runIds: listOf(anyText) }),
  isFenceShared: flag,
});

/** What is wrong with an input of `triggerWindow` from any program; null if nothing is. */
export const triggerWindowProblem = (input: unknown): string | null => triggerWindowCheck(input, 'input');
