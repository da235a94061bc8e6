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
  whole,
} from '../base/checks.js';
import type { RunMark } from './fence.js';
import type { OpenedFence } from './unresolved.js';
import type { AmbiguityPolicy } from '../api/policies.js';
import type { EvaluationTrigger } from '../api/requests.js';
import type { Provenance, StartedRun } from './run-result.js';
import type { UnresolvedTrigger } from './unresolved.js';
import type { TaskSummary } from '../api/task.js';

/** The most windows of one `triggerWindows`: their requests are sent side by side. */
export const MAX_TOGETHER = 16;

/** Input of the workflow `triggerWindows`. */
export interface TriggerWindowsInput {
  task: TaskSummary;
  windows: WindowToTrigger[];
  settleMs: number;
  onAmbiguous: AmbiguityPolicy;
  /** Read before by whoever starts it, for all of the windows. */
  fence: OpenedFence;
  /** Before the fence was read, in milliseconds since 1970 by Temporal's clock: a window whose turn somebody had since needs another. */
  readMs: number;
}

/** A window that is to be triggered. */
export interface WindowToTrigger {
  fields: EvaluationTrigger;
  mark: RunMark;
  /** An execution that was reset may have triggered it, beyond the fence: it is looked for first. */
  isCareful: boolean;
}

/** What `triggerWindows` returns for each of its windows, in their order: the run that it has, or why it has none. */
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
  | { kind: 'cancelled' }
  /** Another intent has the window's turn. */
  | { kind: 'turn-taken' }
  /** The fence was read by an execution before a reset, which may have triggered since. */
  | { kind: 'stale-fence' };

/** The signal by which `triggerWindows` tells its parent of runs while another of its triggers takes longer. */
export const STARTED_SIGNAL = 'windowsStarted';

/** What {@link STARTED_SIGNAL} carries. */
export interface StartedWindows {
  /** The ID of the `triggerWindows` workflow. */
  triggers: string;
  started: StartedWindow[];
}

export interface StartedWindow {
  /** The position among its windows. */
  nth: number;
  runId: string;
  createdByUserId: string | null;
}

const startedWindowsCheck = shape<StartedWindows>({
  triggers: text,
  started: listOf(
    shape<StartedWindow>({ nth: whole(0), runId: resourceId, createdByUserId: nullable(anyText) }),
  ),
});

/** What is wrong with the argument of {@link STARTED_SIGNAL}; null if nothing is. */
export const startedWindowsProblem = (told: unknown): string | null =>
  startedWindowsCheck(told, 'its argument');

const windowToTriggerCheck = shape<WindowToTrigger>({
  fields: triggerCheck,
  mark: members<RunMark>({ taskId: resourceId, window: nullable(windowCheck) }),
  isCareful: flag,
});

const triggerWindowsCheck = shape<TriggerWindowsInput>({
  task: members<TaskSummary>({ id: resourceId, name: text, type: text }),
  windows: listOf(windowToTriggerCheck),
  settleMs: milliseconds(0),
  onAmbiguous: oneOf(AMBIGUITY_POLICIES),
  fence: members<OpenedFence>({ newestCreatedAt: nullable(anyText), runIds: listOf(anyText) }),
  readMs: instant,
});

/** What is wrong with an input of `triggerWindows` from any program; null if nothing is. */
export const triggerWindowsProblem = (input: unknown): string | null => triggerWindowsCheck(input, 'input');
