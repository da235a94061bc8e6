import { actionsOf } from '../model/actions.js';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import type { Stack } from '../stack/stack.js';
import { eventsIn, listExecutions, readHistories } from './histories.js';
import { executeRun } from './start.js';

export /** What one run left behind. */
interface Cost {
  /** Of the workflow that was started. */
  readonly events: number;
  /** Of the workflows that work for it: its turn, and whoever watches. */
  readonly eventsBeside: number;
  readonly actions: number;
  readonly requests: number;
}

/** Runs it alone, and counts what is new. */
export async function costOf(stack: Stack, input: RunTaskInput): Promise<Cost> {
  const known = new Set((await listExecutions(stack, stack.queue)).map(({ runId }) => runId));
  const sinceSeq = await stack.service.lastSeq();
  await executeRun(stack, input);
  const fresh = (await listExecutions(stack, stack.queue)).filter(({ runId }) => !known.has(runId));
  const histories = await readHistories(stack, fresh);
  const own = histories.filter(({ type }) => type === WORKFLOWS.runTask);
  const beside = histories.filter(({ type }) => type !== WORKFLOWS.runTask);
  const { requests } = await stack.service.journal(sinceSeq);
  return {
    events: eventsIn(own),
    eventsBeside: eventsIn(beside),
    actions: histories.reduce((sum, { events }) => sum + actionsOf(events), 0),
    requests: requests.length,
  };
}
