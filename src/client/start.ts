import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client, WorkflowHandle, WorkflowIdReusePolicy, WorkflowStartOptions } from '@temporalio/client';
import type { Priority } from '@temporalio/common';
import { FAIRNESS_KEY_RULE, isFairnessKey } from '../model/temporal/fairness.js';
import { DEFAULT_TASK_QUEUE } from '../model/temporal/names.js';
import { PRIORITIES } from '../model/temporal/priorities.js';
import type { PriorityName } from '../model/temporal/priorities.js';
import {
  attributesAtStart,
  searchAttributePairs,
  SEARCH_ATTRIBUTES,
} from '../model/temporal/search-attributes.js';
import { keywordAttributes } from '../temporal/keyword-attributes.js';
import { InputTooLargeError, InvalidFairnessKeyError, MissingSearchAttributesError } from './errors.js';
import { megabytes } from '../model/base/json.js';

/** Where and how something is started. */
export interface StartOptions {
  /** The task queue of the worker; `ax-tasks` by default. */
  readonly taskQueue?: string;
  /** Sets the custom search attributes, which must exist in the namespace (`ax-tasks search-attributes create`). */
  readonly hasSearchAttributes?: boolean;
  /**
   * Whose share of the task queue it takes, such as a team: 1 to 64 visible ASCII characters. What it starts has the same
   * key. Temporal's own, the empty key, if absent.
   */
  readonly fairnessKey?: string;
}

/** A workflow that was started, or found under the ID that the start would have had. */
export interface Started<Input, Result> {
  readonly handle: WorkflowHandle<(input: Input) => Promise<Result>>;
  /** `running`: attached to one that an earlier start made. `finished`: it ended before, and its result is the answer. */
  readonly how: 'started' | 'running' | 'finished';
}

/** A workflow to be started. */
export interface StartRequest<Input> {
  workflow: string;
  workflowId: string;
  input: Input;
  /** Whether the same workflow may be started again after it ended well, or only after it failed or was cancelled. */
  reuse: Extract<WorkflowIdReusePolicy, 'ALLOW_DUPLICATE' | 'ALLOW_DUPLICATE_FAILED_ONLY'>;
  /** One line for Temporal's web interface. */
  summary: string;
  memo?: Record<string, unknown>;
  /** `usual` when absent. */
  priority?: PriorityName;
}

/**
 * Starts a workflow, or attaches to the one of that ID: repeating a start never triggers twice.
 * @throws {@link InputTooLargeError}, {@link InvalidFairnessKeyError}, {@link MissingSearchAttributesError}
 */
export async function startOrAttach<Input extends object, Result>(
  client: Client,
  request: StartRequest<Input>,
  options: StartOptions,
): Promise<Started<Input, Result>> {
  const { workflow, workflowId, input, reuse, summary, memo, priority = 'usual' } = request;
  requireSize(`The input of the ${summary}`, { input, memo });
  const handle = client.workflow.getHandle<(input: Input) => Promise<Result>>(workflowId);
  try {
    await client.workflow.start(workflow, {
      workflowId,
      taskQueue: options.taskQueue ?? DEFAULT_TASK_QUEUE,
      ...(await argumentsOf(client, request, options)),
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: reuse,
      staticSummary: summary,
      ...(memo === undefined ? {} : { memo }),
      priority: priorityOf(priority, options),
    });
    return { handle, how: 'started' };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { status } = await handle.describe();
    return { handle, how: status.name === 'RUNNING' ? 'running' : 'finished' };
  }
}

/** @throws {@link InvalidFairnessKeyError} */
export function priorityOf(name: PriorityName, { fairnessKey }: Pick<StartOptions, 'fairnessKey'>): Priority {
  if (fairnessKey === undefined) return { priorityKey: PRIORITIES[name] };
  if (isFairnessKey(fairnessKey)) return { priorityKey: PRIORITIES[name], fairnessKey };
  throw new InvalidFairnessKeyError(
    `The fairness key ${JSON.stringify(fairnessKey.slice(0, 80))} ${FAIRNESS_KEY_RULE}. Nothing was started.`,
  );
}

/** The input, and the search attributes if they are switched on and workflows of this type set them. */
async function argumentsOf<Input extends object>(
  client: Client,
  { workflow, input }: StartRequest<Input>,
  { hasSearchAttributes = false }: StartOptions,
): Promise<Pick<WorkflowStartOptions, 'typedSearchAttributes'> & { args: [unknown] }> {
  const values = hasSearchAttributes ? attributesAtStart(workflow, input) : null;
  if (values === null) return { args: [input] };
  await requireSearchAttributes(client);
  return {
    args: [{ ...input, hasSearchAttributes: true }],
    typedSearchAttributes: searchAttributePairs(values),
  };
}

/**
 * Refuses to start what would set search attributes that the namespace does not have: a workflow would hang at it.
 * @throws {@link MissingSearchAttributesError}
 */
export async function requireSearchAttributes(client: Client): Promise<void> {
  const { namespace } = client.options;
  const states = await keywordAttributes(client, namespace, Object.values(SEARCH_ATTRIBUTES));
  const wrong = [...states].filter(([, state]) => state !== 'there').map(([name]) => name);
  if (wrong.length > 0) throw new MissingSearchAttributesError(namespace, wrong);
}

/**
 * Temporal refuses a payload above 2 MiB, and a workflow hands parts of its input on with results beside them: what is
 * accepted here must fit all the way.
 */
const MAX_BYTES = 1_500_000;

/**
 * Refuses what is too large for Temporal before anything is started; `what` begins the message.
 * @throws {@link InputTooLargeError}
 */
export function requireSize(what: string, input: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(input));
  if (bytes <= MAX_BYTES) return;
  throw new InputTooLargeError(
    `${what} is ${megabytes(bytes)} as JSON; the limit is ${megabytes(MAX_BYTES)}. Nothing was started.`,
  );
}
