import { ChildWorkflowCancellationType, ParentClosePolicy } from '@temporalio/workflow';
import type { ChildWorkflowOptions } from '@temporalio/workflow';
import { searchAttributePairs } from '../../model/temporal/search-attributes.js';
import type { SearchAttributeValues } from '../../model/temporal/search-attributes.js';

/** What people are told of a child, in Temporal's web interface. */
export interface ChildTold {
  workflowId: string;
  /** One line. */
  summary: string;
  /** Markdown. */
  details: string;
  /** Null or absent: they are not switched on. */
  searchAttributes?: SearchAttributeValues | null;
}

/** The options of every child of a pipeline: it is cancelled with its parent, which waits for its end. */
export const childOptions = ({ workflowId, summary, details, searchAttributes }: ChildTold) =>
  ({
    workflowId,
    staticSummary: summary.slice(0, 200),
    staticDetails: details.slice(0, 2000),
    typedSearchAttributes: searchAttributePairs(searchAttributes ?? {}),
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
  }) satisfies ChildWorkflowOptions;
