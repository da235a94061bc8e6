import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError, WorkflowFailedError, type Client } from '@temporalio/client';
import type { RunPipelineInput } from '../../src/model/pipeline/inputs.js';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import { DEFAULT_TASK_QUEUE, pipelineWorkflowId } from '../../src/model/temporal/names.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import type { Interval } from '../../src/model/time/interval.js';
import type { Place } from '../../test/backfills/live-backfill.js';
import type { Flow } from './judge-load.js';

const HOUR_MS = 3_600_000;
/** The simulator indexes spans an hour after they arrived, and ours count windows as early that are younger than a day. */
const YOUNGEST_MS = 48 * HOUR_MS;
const TASKS = 3;
/** Every so many flows one is a pipeline. */
const PIPELINE_EVERY = 4;
const ASK_AGAIN_MS = 500;
/** For one flow, kills included. */
const FLOW_LIMIT_MS = 10 * 60_000;

/** A flow with how long it took, from its start to its result. */
export interface TimedFlow extends Flow {
  readonly tookMs: number;
}

/** Lone runs and pipelines, one after the other in each of some lanes, until it is stopped. */
export class Load {
  readonly taskIds: readonly string[];
  readonly #client: Client;
  readonly #flows: TimedFlow[] = [];
  readonly #newestMs = Math.floor((Date.now() - YOUNGEST_MS) / HOUR_MS) * HOUR_MS;
  readonly #lanes: readonly Promise<void>[];
  #windows = 0;
  #isStopped = false;

  private constructor(client: Client, taskIds: readonly string[], lanes: number) {
    this.#client = client;
    this.taskIds = taskIds;
    this.#lanes = Array.from({ length: lanes }, (_, nth) => this.#lane(nth));
  }

  static async start({ client, service }: Place, lanes: number): Promise<Load> {
    const tasks = [];
    for (let nth = 0; nth < TASKS; nth++) tasks.push(await service.createTask('window', 'beside'));
    return new Load(
      client,
      tasks.map(({ taskId }) => taskId),
      lanes,
    );
  }

  /** Starts nothing more; the flows once all of them have ended. */
  async stop(): Promise<readonly TimedFlow[]> {
    this.#isStopped = true;
    await Promise.all(this.#lanes);
    return this.#flows;
  }

  async #lane(first: number): Promise<void> {
    for (let nth = first; !this.#isStopped; nth += 1) {
      const taskId = this.taskIds[nth % this.taskIds.length] ?? '';
      const startedMs = performance.now();
      const flow = await (nth % PIPELINE_EVERY === 0 ? this.#pipeline(taskId) : this.#run(taskId));
      this.#flows.push({ ...flow, tookMs: performance.now() - startedMs });
    }
  }

  async #run(taskId: string): Promise<Flow> {
    const window = this.#window();
    const workflowId = `beside-${randomUUID()}`;
    const input: RunTaskInput = {
      intent: { task: taskId, trigger: triggerOf(window) },
      wait: {},
      tolerance: { allowEmpty: true },
    };
    const ended = await this.#execute<RunResult>(WORKFLOWS.runTask, workflowId, input);
    const runIds = ended.result === null ? [] : [ended.result.runId ?? 'none'];
    return { workflowId, taskId, windows: [window], said: saidBy(ended), runIds };
  }

  async #pipeline(taskId: string): Promise<Flow> {
    const windows = [this.#window(), this.#window()];
    const workflowId = pipelineWorkflowId('beside', randomUUID());
    const input: RunPipelineInput = { plan: planOf(taskId, windows) };
    const ended = await this.#execute<PipelineResult>(WORKFLOWS.runPipeline, workflowId, input);
    const runIds = ended.result?.steps.map(({ result }) => result?.runId ?? 'none') ?? [];
    return { workflowId, taskId, windows, said: saidBy(ended), runIds };
  }

  /** An hour that no flow has asked for. */
  #window(): Interval {
    this.#windows += 1;
    const endMs = this.#newestMs - this.#windows * HOUR_MS;
    return { startMs: endMs - HOUR_MS, endMs };
  }

  /** Starts a workflow once and waits for its end, through whatever does not answer meanwhile. */
  async #execute<Result>(type: string, workflowId: string, input: object): Promise<Ended<Result>> {
    const limitMs = performance.now() + FLOW_LIMIT_MS;
    for (let isStarted = false; ;) {
      try {
        if (!isStarted)
          await this.#client.workflow.start(type, {
            taskQueue: DEFAULT_TASK_QUEUE,
            workflowId,
            args: [input],
          });
        isStarted = true;
        return { result: (await this.#client.workflow.result(workflowId)) as Result, failure: null };
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) isStarted = true;
        else if (error instanceof WorkflowFailedError || performance.now() > limitMs)
          return { result: null, failure: error };
        await sleep(ASK_AGAIN_MS);
      }
    }
  }
}

interface Ended<Result> {
  /** Null: it left none. */
  readonly result: Result | null;
  readonly failure: unknown;
}

function saidBy({ result, failure }: Ended<{ readonly verdict: string }>): string {
  if (result !== null) return result.verdict;
  const cause = failure instanceof WorkflowFailedError ? failure.cause : failure;
  return cause instanceof Error ? cause.message : String(cause);
}

const triggerOf = ({ startMs, endMs }: Interval): { dataStartTime: string; dataEndTime: string } => ({
  dataStartTime: new Date(startMs).toISOString(),
  dataEndTime: new Date(endMs).toISOString(),
});

/** A step for each window, one after the other. */
const planOf = (task: string, windows: readonly Interval[]): RunPipelineInput['plan'] => ({
  version: 1,
  name: 'beside',
  labels: {},
  steps: windows.map((window, nth) => ({
    id: `step-${nth + 1}`,
    needs: nth === 0 ? [] : [`step-${nth}`],
    task,
    trigger: triggerOf(window),
    experimentsFrom: [],
    allowEmpty: true,
    quality: false,
  })),
});
