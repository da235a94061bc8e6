import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  CancelledFailure,
  ChildWorkflowCancellationType,
  ParentClosePolicy,
  executeChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChildWorkflowOptions } from '@temporalio/workflow';
import { attributesAtStart, searchAttributePairs } from '../../model/temporal/search-attributes.js';
import type { KeywordPair } from '../../model/temporal/search-attributes.js';
import { failure, innermost } from '../shared/failures.js';
import { requireExported } from './require-exported.js';

/** How a workflow that is called as a function runs as a child of the caller's. */
export interface ChildOptions {
  /**
   * The last part of the child's id, behind the caller's own id: letters, digits and `._=+-`. When absent, the workflow's
   * name and the number of the call, like `runTask-1`.
   */
  label?: string;
  /** The queue of the worker that runs it, and that has the API key; the caller's own when absent. */
  taskQueue?: string;
}

/** What observers and Temporal's web interface are shown of a child. */
interface Told {
  summary: string;
  memo?: Record<string, unknown>;
}

// Each workflow execution has modules of its own, so the numbers are the same in every replay.
const calls = new Map<string, number>();

/**
 * Runs one of our workflows as a child of the workflow that calls it, and waits for its end, a cancel included. Each has
 * an id, a memo and a history to itself: that keeps two calls apart, and lets sweeps find the run.
 *
 * Throws the child's own failure, and `InvalidInput` where a workflow of its id is running already. If the caller was cancelled meanwhile, throws `CancelledFailure` with the result as
 * the first of its `details`.
 */
export async function asChild<Result>(
  workflow: string,
  input: object,
  { label, taskQueue }: ChildOptions,
  { summary, memo = {} }: Told,
): Promise<Result> {
  if (taskQueue === undefined) requireExported(workflow);
  const result = await settle<Result>(workflow, {
    args: [input],
    workflowId: `${workflowInfo().workflowId}/${label ?? nextLabel(workflow)}`,
    staticSummary: summary,
    memo,
    typedSearchAttributes: attributesOf(workflow, input),
    ...(taskQueue === undefined ? {} : { taskQueue }),
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
  if (!CancellationScope.current().consideredCancelled) return result;
  throw new CancelledFailure(`${workflow} was cancelled; its result is in the details`, [result]);
}

const attributesOf = (workflow: string, input: object): KeywordPair[] =>
  'hasSearchAttributes' in input && input.hasSearchAttributes === true
    ? searchAttributePairs(attributesAtStart(workflow, input) ?? {})
    : [];

function nextLabel(workflow: string): string {
  const number = (calls.get(workflow) ?? 0) + 1;
  calls.set(workflow, number);
  return `${workflow}-${number}`;
}

type Child<Result> = (input: object) => Promise<Result>;

async function settle<Result>(
  workflow: string,
  options: ChildWorkflowOptions & { args: [object] },
): Promise<Result> {
  try {
    return await executeChild<Child<Result>>(workflow, options);
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) throw taken(error.workflowId);
    throw innermost(error);
  }
}

// Another id would be another run: after a reset the one that is running is likely to be what is asked for.
const taken = (workflowId: string) =>
  failure(
    'InvalidInput',
    `a workflow ${workflowId} is running already: two calls have the same label, or an execution before a reset called it. ` +
      'Nothing was started; in the second case let it end, or cancel it, and reset again',
  );
