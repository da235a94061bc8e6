import { makeContinueAsNewFunc, workflowInfo } from '@temporalio/workflow';
import type { Workflow } from '@temporalio/workflow';

/** Goes on in a new execution. The memo goes with it: by itself Temporal hands on only what the start put there. */
export const continueAsNew = <W extends Workflow>(...args: Parameters<W>): Promise<never> =>
  makeContinueAsNewFunc<W>({ memo: workflowInfo().memo ?? {} })(...args);
