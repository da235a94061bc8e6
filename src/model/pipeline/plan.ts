import type { Gate } from '../gate/gate.js';
import type { Json } from '../base/json.js';
import type { OutcomeKind } from '../run/outcome.js';
import type { AmbiguityPolicy, Tolerance, WaitPolicy } from '../api/policies.js';
import type { TriggerFields } from '../api/requests.js';
import type { TaskDefinition } from '../api/task-definition.js';

/**
 * One step of a pipeline (design/pipeline.md). What it does follows from its members, see `kindOf`: `task` or `ensure` with
 * a trigger makes a run, `activity` calls one of the worker's own, `approval` waits for somebody, `gate` alone judges
 * what came before. A step of any kind may have a `gate`, which is judged once the rest of it went well.
 */
export interface Step extends WaitPolicy, Tolerance {
  id: string;
  /** Ids of the steps that must have ended before this one starts; how they must have ended says `when`. */
  needs: string[];
  /** Name or ID of the task; a name needs `space`. */
  task?: string;
  space?: string;
  trigger: TriggerFields;
  /** Steps whose experiments this evaluation runs on; each is also in `needs`. */
  experimentsFrom: string[];
  onAmbiguous?: AmbiguityPolicy;
  /** As in `RunTaskInput`. */
  settleMs?: number;
  /** `success` when absent: all that it needs ended well; `failure`: something it needs did not; `always`: either. */
  when?: StepCondition;
  /** A CEL expression; the step is skipped where it is false. */
  if?: string;
  /** The task is made what this says before the step triggers it. */
  ensure?: TaskDefinition;
  /** False: the task of `ensure` is not triggered. */
  isTriggered?: boolean;
  /** An activity of the worker's own; its result becomes the step's output `result`. */
  activity?: ActivityCall;
  approval?: Approval;
  gate?: Gate;
  /** What must be there before money is spent. */
  requires?: Requirement[];
  onEmpty?: OnEmpty;
  retry?: RetryPolicy;
  /** `continue` when absent. */
  onFailure?: FailurePolicy;
  fanOut?: FanOut;
  /** CEL expressions by the name of the output; `self` in them is this step. */
  outputs?: Record<string, string>;
  /** Values that are known only when the step starts (or, under a fan-out, each item of it). */
  bindings?: Binding[];
  /** The steps whose facts its expressions read, without itself. Absent: none. */
  reads?: string[];
}

/** What a step does, see {@link kindOf}. */
export type StepKind = 'run' | 'ensure' | 'activity' | 'approval' | 'gate';

/** How what a step needs must have ended for it to run. */
export type StepCondition = 'success' | 'failure' | 'always';

export const STEP_CONDITIONS: readonly StepCondition[] = ['success', 'failure', 'always'];

/**
 * What a step that failed means for the others. `stop`: nothing more is started; `continue`: what needs it is skipped,
 * the rest goes on; `ignore`: it counts as if it had succeeded.
 */
export type FailurePolicy = 'stop' | 'continue' | 'ignore';

export const FAILURE_POLICIES: readonly FailurePolicy[] = ['stop', 'continue', 'ignore'];

/** A call of one of the worker’s own activities. */
export interface ActivityCall {
  name: string;
  /** Its one argument. */
  input: Json;
}

/** Somebody has to say yes (`ax-tasks pipeline approve`). */
export interface Approval {
  message: string;
  /** Absent: for as long as it takes. */
  timeoutMs?: number;
  /** What an approval that nobody gave in time counts as; `reject` when absent. */
  onTimeout?: 'approve' | 'reject';
}

/** Something that must be there before a step starts. Names need `space` (the step's when absent here). */
export type Requirement =
  | { kind: 'dataset'; dataset: string; space?: string; minExamples: number }
  | { kind: 'experiment'; experiment: string; dataset?: string; space?: string; minRuns: number }
  /** The step's task uses the evaluator (name or ID), pinned to this version (ID or commit hash); absent: in any version. */
  | { kind: 'evaluator'; evaluator: string; space?: string; version?: string }
  | { kind: 'integration'; integration: string; space?: string };

/** What to do where there was nothing to evaluate. `retry` triggers again, up to `attempts` times in all, then `then`. */
export type OnEmpty =
  | { action: 'fail' }
  | { action: 'skip' }
  | { action: 'retry'; afterMs: number; attempts: number; then: 'fail' | 'skip' };

/** How often a run that failed is triggered anew. */
export interface RetryPolicy {
  /** In all, with the first one. */
  attempts: number;
  /** Before the second attempt; doubled for each further one, up to `maxBackoffMs`. */
  backoffMs: number;
  maxBackoffMs: number;
  /** Which outcomes are worth it; `refused`: the trigger was refused, so that there is no outcome. */
  on: RetryReason[];
}

/** What makes a run worth another attempt; `refused`: its trigger was refused. */
export type RetryReason = OutcomeKind | 'refused';

/** One step for each of many items. */
export interface FanOut {
  /** Given in the file; else `forEach`. */
  items?: FanOutItem[];
  /** A CEL expression that gives a list: of texts, numbers, or mappings. */
  forEach?: string;
  /** How many items run at once. */
  limit: number;
  /** What becomes of an item that asks for the very run of an earlier one (same task, window and experiment name). */
  onConflict: ConflictPolicy;
}

/** `wait`: for its turn after the other; `skip` it; or `fail` it. */
export type ConflictPolicy = 'wait' | 'skip' | 'fail';

export const CONFLICT_POLICIES: readonly ConflictPolicy[] = ['wait', 'skip', 'fail'];

/** One of the items of a fan-out. */
export interface FanOutItem {
  /** Unique within the step; part of the workflow id: letters, digits and `._=+-`. */
  key: string;
  /** What `matrix` (a mapping) or `item` is in its expressions. */
  value: Json;
  isMatrix: boolean;
}

export const MAX_FAN_OUT = 1000;
/** Of all fan-outs of a pipeline, where the file gives them. */
export const MAX_ITEMS_IN_ALL = 2000;
/** Values of one fan-out's items, as JSON: they travel with every row. */
export const MAX_ITEM_BYTES = 300_000;
export const DEFAULT_FAN_OUT_LIMIT = 10;

/** A value of a step that an expression gives: a template (`text ${{ expression }}`) and where its value goes. */
export interface Binding {
  /** Path in this step, like `['trigger', 'experimentName']`. */
  at: (string | number)[];
  template: string;
  kind: ValueKind;
}

/** What a bound value has to be; `resource` a name or ID, `time` ISO 8601 with zone, `texts` a list of texts. */
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

/** A checked pipeline: ids are unique over both lists, every reference exists, and there is no cycle. */
export interface Plan {
  version: 1;
  name: string;
  labels: Record<string, string>;
  /** For all steps together; what is left of it bounds each step. Absent: no bound. */
  timeoutMs?: number;
  /** The values of the inputs, by name. */
  inputs?: Record<string, Json>;
  steps: Step[];
  /** Run after all the others, however those ended, but not after a cancel. */
  finally?: Step[];
  /** CEL expressions by the name of the output. */
  outputs?: Record<string, string>;
  /** The steps whose facts `outputs` read. */
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
