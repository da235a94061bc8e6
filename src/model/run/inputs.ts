import { AMBIGUITY_POLICIES, NAME_TAKEN_POLICIES, toleranceCheck } from '../api/policies.js';
import type { AmbiguityPolicy, NameTakenPolicy, Tolerance, WaitPolicy } from '../api/policies.js';
import { carried, resourceId, triggerCheck } from '../api/request-checks.js';
import {
  advise,
  anyText,
  flag,
  instant,
  listOf,
  members,
  milliseconds,
  nullable,
  oneOf,
  optional,
  shape,
  text,
} from '../base/checks.js';
import type { GivenTrigger } from './trigger/given-trigger.js';
import { notifyRulesProblem } from '../notification/notify-rules.js';
import type { NotifyRule } from '../notification/notify-rules.js';
import type { RunIntent } from './intent.js';
import { waitCheck } from './polling.js';
import type { StartedRun } from './run-result.js';
import type { OpenedFence } from './unresolved.js';
import type { TaskSummary } from '../api/task.js';

/** Input of the workflow `runTask`. */
export interface RunTaskInput {
  intent: RunIntent;
  /** Null: end as soon as the run's id is known. */
  wait: WaitPolicy | null;
  tolerance?: Tolerance;
  /** `retry` when absent. */
  onAmbiguous?: AmbiguityPolicy;
  /** What to do if an experiment of the intent's name exists already; `fail` when absent. */
  onNameTaken?: NameTakenPolicy;
  /** An experiment does not wait until the run of another one of its dataset has ended; false when absent. */
  shareDataset?: boolean;
  /** How long a run may take to show up in the list after its POST, in milliseconds; 15,000 when absent. */
  settleMs?: number;
  /** When a pipeline's time is over, in milliseconds since 1970: the run has no longer, whatever `wait` says. */
  deadlineMs?: number;
  /**
   * The IDs of workflows that triggered the same before, such as the attempts of a step before this one: if the trigger of
   * one ended unresolved, its run is looked for first. None when absent.
   */
  formerIds?: string[];
  /** The experiment's name where the intent has none and the task runs experiments; absent: derived from the workflow. */
  defaultExperimentName?: string;
  /**
   * Who is told of what (design/notification.md). When absent, the default of the workers; nobody in a child, of which its
   * parent tells.
   */
  notify?: readonly NotifyRule[];
  /** Custom search attributes are set (`model/search-attributes.ts`): they must exist in the namespace. */
  hasSearchAttributes?: boolean;
  /** What the parent has read for several of its children, so that this one need not. */
  given?: GivenTrigger;
  /** Set by the workflow itself when it continues as new. */
  resume?: StartedRun;
}

/** Input of the workflow `waitForRun`: a run started elsewhere, by its ID. */
export interface WaitForRunInput {
  runId: string;
  wait: WaitPolicy;
  tolerance?: Tolerance;
  /** What cancelling the workflow does to the run; `cancel` when absent. */
  onCancel?: 'cancel' | 'detach';
  /** As in {@link RunTaskInput}. */
  notify?: readonly NotifyRule[];
  /** As in {@link RunTaskInput}. */
  hasSearchAttributes?: boolean;
  /** Set by the workflow itself when it continues as new. */
  resume?: StartedRun;
}

const COMMON_CHECKS = {
  tolerance: optional(toleranceCheck),
  notify: optional(notifyRulesProblem),
  hasSearchAttributes: optional(flag),
  resume: carried,
};

const intentCheck = shape<RunIntent>({
  task: text,
  space: optional(text),
  trigger: advise(triggerCheck, 'an object with no members triggers the task with its defaults'),
  key: optional(text),
});

const givenCheck = members<GivenTrigger>({
  task: members<TaskSummary>({ id: resourceId, name: text, type: text }),
  fence: nullable(members<OpenedFence>({ newestCreatedAt: nullable(anyText), runIds: listOf(anyText) })),
  isFirst: flag,
  readBy: text,
  readMs: instant,
});

const runTaskCheck = shape<RunTaskInput>({
  ...COMMON_CHECKS,
  intent: intentCheck,
  wait: advise(nullable(waitCheck), 'null ends the workflow as soon as the run has an ID'),
  onAmbiguous: optional(oneOf(AMBIGUITY_POLICIES)),
  onNameTaken: optional(oneOf(NAME_TAKEN_POLICIES)),
  shareDataset: optional(flag),
  settleMs: optional(milliseconds(0)),
  deadlineMs: optional(instant),
  formerIds: optional(listOf(text)),
  defaultExperimentName: optional(text),
  given: optional(givenCheck),
});

const waitForRunCheck = shape<WaitForRunInput>({
  ...COMMON_CHECKS,
  runId: resourceId,
  wait: waitCheck,
  onCancel: optional(oneOf(['cancel', 'detach'])),
});

/** What is wrong with an input of `runTask` from any program; null if nothing is. */
export const runTaskProblem = (input: unknown): string | null => runTaskCheck(input, 'input');

/** What is wrong with an input of `waitForRun` from any program; null if nothing is. */
export const waitForRunProblem = (input: unknown): string | null => waitForRunCheck(input, 'input');
