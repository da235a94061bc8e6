import { carried } from '../api/request-checks.js';
import {
  anyText,
  flag,
  instant,
  listOf,
  members,
  nullable,
  object,
  optional,
  shape,
  text,
  whole,
} from '../base/checks.js';
import { stepCheck } from '../pipeline/plan-problem.js';
import type { FanOutItem, Step } from '../pipeline/plan.js';
import type { ItemResult } from '../pipeline/results.js';
import type { Scope } from '../pipeline/scope.js';

/** Input of the workflow `runFanOut`: one step of a pipeline for each of its items. */
export interface RunFanOutInput {
  /** `rerunOf`: the workflow of which the pipeline is a rerun; null if it is none. */
  pipeline: { name: string; workflowId: string; rerunOf: string | null };
  /** With what is the same for all items done already, such as `ensure`. */
  step: Step;
  /** What the expressions of its items can read, but for the item. */
  scope: Scope;
  /** Those of the steps in `experimentsFrom`. */
  experimentIds: string[];
  /** The pipeline's, in milliseconds since 1970; null: none. */
  deadlineMs: number | null;
  /** Triggers of each item before; 0 of a step that was not run before. */
  attemptsBefore: number;
  /** As in {@link RunPipelineInput}. */
  hasSearchAttributes?: boolean;
  /** Items that ended well in an attempt before: they are not run again. */
  kept: ItemResult[];
  /** Set by the workflow itself when it continues as new. */
  resume?: FanOutProgress;
}

/** What a fan-out hands on when it continues as new; nothing runs at that moment. */
export interface FanOutProgress {
  items: FanOutItem[];
  /** Of those that have ended, by position. */
  results: Record<number, ItemResult>;
  /** Which item asked for a run last, by what tells it. */
  owners: Record<string, number>;
  isPaused: boolean;
  /** No execution went before the first one, whose items may have triggered; absent: not known. */
  isFirst?: boolean;
}

/** The result of `runFanOut`. */
export interface FanOutResult {
  /** In the order of the items. */
  items: ItemResult[];
  /** Why there are none; null where there are. */
  problem: string | null;
}

/** The signal that tells a fan-out whether to start no more items; its one argument is a boolean. */
export const PAUSE_ITEMS = 'pauseItems';

const runFanOutCheck = shape<RunFanOutInput>({
  pipeline: members({ name: text, workflowId: text, rerunOf: nullable(text) }),
  step: stepCheck,
  scope: object,
  experimentIds: listOf(text),
  deadlineMs: nullable(instant),
  attemptsBefore: whole(0),
  hasSearchAttributes: optional(flag),
  kept: listOf(members({ key: anyText, state: text })),
  resume: carried,
});

/** What is wrong with an input of `runFanOut` from any program; null if nothing is. */
export const runFanOutProblem = (input: unknown): string | null => runFanOutCheck(input, 'input');
