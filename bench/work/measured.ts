import type { ServerCalls } from '../stack/server-calls.js';
import type { Stack } from '../stack/stack.js';
import { listExecutions, type Execution } from './histories.js';

/** What some work left on the server of one queue. */
export interface Left {
  readonly executions: readonly Execution[];
  /** Of all these executions. */
  readonly events: number;
  /** Transactions of the server's database; null: it runs elsewhere. */
  readonly writes: number | null;
}

/** Does the work and says what it left. */
export async function leftBy(stack: Stack, queue: string, work: () => Promise<void>): Promise<Left> {
  const known = new Set((await listExecutions(stack, queue)).map(({ runId }) => runId));
  const before = await stack.temporal.calls();
  await work();
  const after = await stack.temporal.calls();
  const executions = (await listExecutions(stack, queue)).filter(({ runId }) => !known.has(runId));
  const events = executions.reduce((sum, each) => sum + each.events, 0);
  return { executions, events, writes: writesBetween(before, after) };
}

const writesBetween = (before: ServerCalls | null, after: ServerCalls | null): number | null =>
  before === null || after === null ? null : after.writes - before.writes;
