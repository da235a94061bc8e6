import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowFailedError, type Client, type WorkflowHandle } from '@temporalio/client';
import type { BackfillResult, RunBackfillInput } from '../../src/model/backfill/backfill.js';
import type { ResizeRequest } from '../../src/model/backfill/messages.js';
import { BACKFILL_UPDATES } from '../../src/model/backfill/messages.js';
import { RESULT_MEMO } from '../../src/model/temporal/memos.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import type { Interval } from '../../src/model/time/interval.js';
import { PIPELINE_UPDATES } from '../../src/model/pipeline/messages.js';
import { type Accepted, type ControlRequest } from '../../src/model/base/control-request.js';
import { DEFAULT_TASK_QUEUE, backfillWorkflowId } from '../../src/model/temporal/names.js';
import type { JournalRequest, JournalRun } from '../../src/simulator/index.js';
import type { Service } from '../faults/service.js';
import { waitFor } from '../faults/wait-for.js';
import type { Order } from './bounds.js';
import type { Asked } from './judge-backfill.js';
import { planOf, rangeOf } from './plan-of.js';

const HARNESS = { by: 'the harness' };
const ASK_AGAIN_MS = 500;
const ANSWER_LIMIT_MS = 180_000;

/** Where a backfill is run: Temporal, and the service. */
export interface Place {
  readonly client: Client;
  readonly service: Service;
}

/** A backfill that was started, with what was asked of it and what the service saw. */
export class LiveBackfill {
  readonly taskId: string;
  readonly windows: readonly Interval[];
  readonly #handle: WorkflowHandle;
  readonly #service: Service;
  readonly #sinceSeq: number;
  readonly #orders: Order[] = [];
  readonly #limit: number;
  #current: number;
  #isOver = false;

  private constructor(
    started: { taskId: string; windows: readonly Interval[]; limit: number; handle: WorkflowHandle },
    service: Service,
    sinceSeq: number,
  ) {
    this.taskId = started.taskId;
    this.windows = started.windows;
    this.#handle = started.handle;
    this.#limit = this.#current = started.limit;
    this.#service = service;
    this.#sinceSeq = sinceSeq;
    void endOf(started.handle).then(() => (this.#isOver = true));
  }

  /** On a task of its own, so that the service's record of it is this backfill's alone. */
  static async start(
    { client, service }: Place,
    label: string,
    windows: readonly Interval[],
    limit: number,
  ): Promise<LiveBackfill> {
    const { taskId } = await service.createTask('window', label);
    const task = { id: taskId, name: label, evaluators: await service.evaluatorsOf(taskId) };
    const sinceSeq = service.lastSeq();
    const input: RunBackfillInput = { plan: planOf(task, windows, limit) };
    const handle = await client.workflow.start(WORKFLOWS.runBackfill, {
      taskQueue: DEFAULT_TASK_QUEUE,
      workflowId: backfillWorkflowId(label, taskId.replace(/\W/g, '')),
      args: [input],
    });
    return new LiveBackfill({ taskId, windows, limit, handle }, service, sinceSeq);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get workflowId(): string {
    return this.#handle.workflowId;
  }

  /** Runs so far, as they are now. */
  runs(): readonly JournalRun[] {
    return this.#service.simulator
      .journal(Number.MAX_SAFE_INTEGER)
      .runs.filter(({ taskId }) => taskId === this.taskId);
  }

  /** The requests about its task and runs so far. */
  requests(): readonly JournalRequest[] {
    return this.#service.record(this.taskId, this.#sinceSeq).requests;
  }

  asked(): Asked {
    const { windows } = this;
    return { windows, range: rangeOf(windows), limit: this.#limit, orders: this.#orders };
  }

  /** Waits until so many runs were begun, or it is over. */
  async untilBegun(runs: number, limitMs: number): Promise<void> {
    const isThere = (): boolean => this.#isOver || this.runs().length >= runs;
    if (!(await waitFor(() => sleep(200).then(isThere), limitMs)))
      throw new Error(`${this.runs().length} runs of ${runs} were begun within ${limitMs} ms`);
  }

  resize(limit: number): Promise<Order> {
    this.#current = limit;
    const request: ResizeRequest = { ...HARNESS, limit };
    return this.#order('resize', limit, () => this.#update(BACKFILL_UPDATES.resize, request));
  }

  pause(): Promise<Order> {
    return this.#order('pause', 0, () => this.#update(PIPELINE_UPDATES.pause, HARNESS));
  }

  resume(): Promise<Order> {
    return this.#order('resume', this.#current, () => this.#update(PIPELINE_UPDATES.resume, HARNESS));
  }

  cancel(): Promise<Order> {
    return this.#order('cancel', 0, () => this.#handle.cancel());
  }

  /** Its result; null where it has none after `limitMs`. */
  async result(limitMs: number): Promise<BackfillResult | null> {
    if (!(await waitFor(() => this.#isOver, limitMs))) return null;
    try {
      return (await this.#handle.result()) as BackfillResult;
    } catch (error) {
      if (!(error instanceof WorkflowFailedError)) throw error;
      const { memo } = await this.#handle.describe();
      return (memo?.[RESULT_MEMO] ?? null) as BackfillResult | null;
    }
  }

  /** How many executions it took, and how many events the last one's history has. */
  async history(client: Client): Promise<{ executions: number; lastEvents: number }> {
    const { count } = await client.workflow.count(`WorkflowId = "${this.workflowId}"`);
    const { historyLength } = await this.#handle.describe();
    return { executions: count, lastEvents: historyLength };
  }

  async #order(name: Order['name'], limit: number, ask: () => Promise<unknown>): Promise<Order> {
    const askedMs = Date.now();
    await ask();
    const order: Order = { name, limit, askedMs, answeredMs: Date.now() };
    this.#orders.push(order);
    return order;
  }

  /** Asks until it is answered: a server that was killed may have been asked in vain. */
  async #update<Request extends ControlRequest>(name: string, request: Request): Promise<void> {
    let failure: unknown;
    const isAnswered = (): Promise<boolean> =>
      this.#handle.executeUpdate<Accepted, [Request]>(name, { args: [request] }).then(
        () => true,
        (error: unknown) => {
          failure = error;
          return sleep(ASK_AGAIN_MS).then(() => false);
        },
      );
    if (await waitFor(isAnswered, ANSWER_LIMIT_MS)) return;
    throw new Error(`${name} was not answered`, { cause: failure });
  }
}

/** Resolves when it has ended, however that was, and whatever could not be asked meanwhile. */
async function endOf(handle: WorkflowHandle): Promise<void> {
  for (;;) {
    try {
      await handle.result();
      return;
    } catch (error) {
      if (error instanceof WorkflowFailedError) return;
      await sleep(ASK_AGAIN_MS);
    }
  }
}
