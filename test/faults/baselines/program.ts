import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cancelTaskRun, createClient, getTaskRun, triggerTaskRun } from '@arizeai/ax-client';
import { BASELINE_READY, type BaselineEnd, type BaselineOrder } from './protocol.js';

/**
 * What people write around the official client today. Both trigger, then poll until the run has ended, and try again
 * whatever fails. The one begins again from the trigger; the other writes the run's id to a file right after the POST
 * and goes on from it. Arguments: `retry` or `remember`, and the folder and name of its files.
 */
const [mode = 'retry', files = ''] = process.argv.slice(2);
const REMEMBERS = mode === 'remember';
const ORDERS = `${files}-orders.jsonl`;
const IDS = `${files}-ids.jsonl`;
const ENDS = `${files}-ends.jsonl`;
const POLL_MS = 1000;
const TERMINAL = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

const client = createClient({
  apiKey: process.env['ARIZE_API_KEY'] ?? '',
  baseUrl: process.env['ARIZE_BASE_URL'] ?? '',
});
const cancelled = new Set<string>();
const begun = new Set<string>();
const known = new Map(
  REMEMBERS ? linesOf<{ id: string; runId: string }>(IDS).map(({ id, runId }) => [id, runId]) : [],
);

function linesOf<T>(file: string): T[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

const write = (file: string, line: object): void => appendFileSync(file, `${JSON.stringify(line)}\n`);

function accept(order: BaselineOrder): void {
  if (order.isCancel) cancelled.add(order.id);
  else if (!begun.has(order.id)) {
    begun.add(order.id);
    void untilItWorked(order);
  }
}

async function untilItWorked(order: BaselineOrder): Promise<void> {
  for (;;) {
    try {
      return finish({ id: order.id, run: await attempt(order) });
    } catch {
      await sleep(POLL_MS);
    }
  }
}

async function attempt(order: BaselineOrder): Promise<BaselineEnd['run']> {
  const { id } = order;
  const remembered = known.get(id);
  if (remembered === undefined && cancelled.has(id)) return null;
  return endOf(id, remembered ?? (await trigger(order)));
}

async function trigger({ id, taskId, dataStartTime, dataEndTime }: BaselineOrder): Promise<string> {
  const window =
    dataStartTime === null || dataEndTime === null
      ? {}
      : { dataStartTime: new Date(dataStartTime), dataEndTime: new Date(dataEndTime) };
  const run = await triggerTaskRun({ client, task: taskId, ...window });
  if (REMEMBERS) {
    write(IDS, { id, runId: run.id });
    known.set(id, run.id);
  }
  return run.id;
}

async function endOf(id: string, runId: string): Promise<BaselineEnd['run']> {
  for (let asked = false; ;) {
    const run = await getTaskRun({ client, runId });
    if (TERMINAL.has(run.status)) {
      const { numSuccesses: successes, numErrors: errors, numSkipped: skipped } = run;
      return {
        runId,
        status: run.status,
        counts: { successes, errors, skipped },
      };
    }
    if (cancelled.has(id) && !asked) {
      await cancelTaskRun({ client, runId });
      asked = true;
    } else await sleep(POLL_MS);
  }
}

function finish(end: BaselineEnd): void {
  write(ENDS, end);
  process.send?.(end);
}

const ends = linesOf<BaselineEnd>(ENDS);
for (const end of ends) {
  begun.add(end.id);
  process.send?.(end);
}
const orders = linesOf<BaselineOrder>(ORDERS);
for (const order of orders.filter(({ isCancel }) => isCancel)) accept(order);
for (const order of orders.filter(({ isCancel }) => !isCancel)) accept(order);
process.on('message', (order) => accept(order as BaselineOrder));
process.stdout.write(`${BASELINE_READY}\n`);
