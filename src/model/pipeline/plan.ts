import type { Gate } from '../gate/gate.js';
import type { Json } from '../base/json.js';
import type { NotifyRule } from '../notification/notify-rules.js';
import type { EmptyCause, OutcomeKind } from '../run/outcome.js';
import type { AmbiguityPolicy, NameTakenPolicy, Tolerance, WaitPolicy } from '../api/policies.js';
import type { TriggerFields } from '../api/requests.js';
import type { TaskDefinition } from '../api/task-definition.js';
import type { Requirement } from './requires/requirements.js';

/**
 * One step of a pipeline (design/pipeline.md). Its members say what it does, see `kindOf`: `task` or `ensure` with a
 * trigger starts a run, `activity` calls an activity of the user's worker, `approval` waits for a person, `gate` alone
 * judges earlier steps. A step of any kind may have a `gate`, which is judged when the rest of the step has succeeded.
 */
export interface Step extends WaitPolicy, Tolerance {
  id: string;
  /** The ids of the steps that must have ended before this one starts. `when` says how they must have ended. */
  needs: string[];
  /** Name or ID of the task; a name needs `space`. */
  task?: string;
  space?: string;
  trigger: TriggerFields;
  /** The steps whose experiments this step evaluates. Each is also in `needs`. */
  experimentsFrom: string[];
  onAmbiguous?: AmbiguityPolicy;
  onNameTaken?: NameTakenPolicy;
  /** As in `RunTaskInput`. */
  shareDataset?: boolean;
  /** As in `RunTaskInput`. */
  settleMs?: number;
  /** When the step runs: `success` (default) if all steps it needs succeeded, `failure` if one did not, or `always`. */
  when?: StepCondition;
  /** A CEL expression; the step is skipped if it is false. */
  if?: string;
  /** The step creates or updates its task to match this definition before it triggers it. */
  ensure?: TaskDefinition;
  /** False: the task of `ensure` is not triggered. */
  isTriggered?: boolean;
  /** An activity of the user's worker. Its result becomes the step's output `result`. */
  activity?: ActivityCall;
  approval?: Approval;
  gate?: Gate;
  /** What must exist before the step spends money. */
  requires?: Requirement[];
  /** False: what its evaluations said is not read and kept afterwards (design/quality.md). */
  quality?: boolean;
  onEmpty?: OnEmpty;
  retry?: RetryPolicy;
  /** `continue` when absent. */
  onFailure?: FailurePolicy;
  fanOut?: FanOut;
  /** CEL expressions by the name of the output; `self` in them is this step. */
  outputs?: Record<string, string>;
  /** Values that are known only when the step, or each item of its fan-out, starts. */
  bindings?: Binding[];
  /** The other steps that its expressions read; none if absent. */
  reads?: string[];
}

/** What a step does; see `kindOf`. */
export type StepKind = 'run' | 'ensure' | 'activity' | 'approval' | 'gate';

/** How the steps that a step needs must have ended so that it runs. */
export type StepCondition = 'success' | 'failure' | 'always';

export const STEP_CONDITIONS: readonly StepCondition[] = ['success', 'failure', 'always'];

/**
 * What the failure of a step means for the others. `stop`: no other step starts; `continue`: the steps that need it are
 * skipped; `ignore`: the step counts as succeeded.
 */
export type FailurePolicy = 'stop' | 'continue' | 'ignore';

export const FAILURE_POLICIES: readonly FailurePolicy[] = ['stop', 'continue', 'ignore'];

/** A call of an activity of the user's worker. */
export interface ActivityCall {
  name: string;
  /** Its only argument. */
  input: Json;
}

/** Somebody has to say yes (`ax-tasks pipeline approve`). */
export interface Approval {
  message: string;
  /** How long to wait; without limit if absent. */
  timeoutMs?: number;
  /** The decision if nobody decides in time; `reject` if absent. */
  onTimeout?: 'approve' | 'reject';
}

/** What to do if there was nothing to evaluate. `retry` triggers up to `attempts` times in all, then does `then`. */
export type OnEmpty =
  | OnEmptyAction
  | { action: 'by-cause'; causes: Partial<Record<EmptyCause, OnEmptyAction>>; otherwise: OnEmptyAction };

export type OnEmptyAction =
  | { action: 'fail' }
  | { action: 'skip' }
  | { action: 'retry'; afterMs: number; attempts: number; then: 'fail' | 'skip' };

/** How often a failed run is triggered again. */
export interface RetryPolicy {
  /** All attempts, including the first one. */
  attempts: number;
  /** The backoff before the second attempt. It doubles for each further attempt, up to `maxBackoffMs`. */
  backoffMs: number;
  maxBackoffMs: number;
  /** The outcomes that are retried. */
  on: RetryReason[];
}

/** An outcome that is retried, or `refused`: the trigger was refused, so there is no outcome. */
export type RetryReason = OutcomeKind | 'refused';

/** A step that runs once for each of many items. */
export interface FanOut {
  /** The items if the file lists them; else `forEach` gives them. */
  items?: FanOutItem[];
  /** A CEL expression whose value is a list of texts, numbers or mappings. */
  forEach?: string;
  /** How many items run at once, at most. */
  limit: number;
  /** What to do with an item that asks for the same run as an earlier item (same task, window and experiment name). */
  onConflict: ConflictPolicy;
}

/** `wait` until the other item has ended, `skip` the item, or `fail` it. */
export type ConflictPolicy = 'wait' | 'skip' | 'fail';

export const CONFLICT_POLICIES: readonly ConflictPolicy[] = ['wait', 'skip', 'fail'];

/** An item of a fan-out. */
export interface FanOutItem {
  /** Unique within the step. Part of the workflow id: letters, digits and `._=+-`. */
  key: string;
  /** The value of `matrix` (a mapping) or `item` in its expressions. */
  value: Json;
  isMatrix: boolean;
}

export const MAX_FAN_OUT = 1000;
/** The most items of all fan-outs of a pipeline together, as far as the file lists them. */
export const MAX_ITEMS_IN_ALL = 2000;
/** The largest size of the values of a fan-out's items, in bytes of JSON: each row contains its value. */
export const MAX_ITEM_BYTES = 300_000;
export const DEFAULT_FAN_OUT_LIMIT = 10;

/** A value of a step that is a template (`text ${{ expression }}`), and the place of the value. */
export interface Binding {
  /** The path in the step, such as `['trigger', 'experimentName']`. */
  at: (string | number)[];
  template: string;
  kind: ValueKind;
}

/** What a value must be. `resource`: a name or ID; `time`: ISO 8601 with zone; `texts`: a list of texts. */
export type ValueKind =
  | 'text'
  | 'resource'
  | 'experiment-name'
  | 'count'
  | 'share'
  | 'number'
  | 'flag'
  | 'time'
  | 'texts'
  | 'scalar'
  | 'json';

/** A pipeline whose file was checked: ids are unique in both lists, every reference exists, and there is no cycle. */
export interface Plan {
  version: 1;
  name: string;
  labels: Record<string, string>;
  /** The time for all steps together; no limit if absent. */
  timeoutMs?: number;
  /** Who is told of what (design/notification.md); absent: the default of the workers. */
  notify?: readonly NotifyRule[];
  /** The values of the inputs, by name. */
  inputs?: Record<string, Json>;
  steps: Step[];
  /** Steps that run after all others, however those ended, but not after a cancel. */
  finally?: Step[];
  /** CEL expressions by the name of the output. */
  outputs?: Record<string, string>;
  /** The steps that `outputs` read. */
  reads?: string[];
}

export function kindOf(step: Step): StepKind {
  if (step.approval !== undefined) return 'approval';
  if (step.activity !== undefined) return 'activity';
  if (step.ensure !== undefined && step.isTriggered === false) return 'ensure';
  return step.task !== undefined || step.ensure !== undefined || isTaskBound(step) ? 'run' : 'gate';
}

const isTaskBound = ({ bindings }: Step): boolean =>
  bindings?.some(({ at }) => at.length === 1 && at[0] === 'task') ?? false;
