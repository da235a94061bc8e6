import { CancellationScope } from '@temporalio/workflow';

/** Whether a cancel of the workflow has come. */
export const isCancelled = (): boolean => CancellationScope.current().consideredCancelled;
