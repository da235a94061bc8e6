import { fileURLToPath } from 'node:url';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { ChildProgram } from './child-program.js';
import type { Reported } from './judge-trial.js';
import { readEnd } from './read-end.js';
import type { Subject, TrialIntent } from './subject.js';
import { waitFor } from './wait-for.js';
import { workflowCall } from './workflow-call.js';

export interface ProductOptions {
  readonly client: Client;
  /** Where the worker finds Temporal and the service: proxies of ours. */
  readonly temporalAddress: string;
  readonly axBaseUrl: string;
  readonly apiKey: string;
  readonly taskQueue: string;
  readonly logFile: string;
}

interface Started {
  readonly intent: TrialIntent;
  readonly handle: WorkflowHandle;
  reported: readonly Reported[] | null;
}

const WORKER = fileURLToPath(new URL('../../dist/worker.js', import.meta.url));

/** The product: its worker as a process, its workflows started by a client that nothing stands in the way of. */
export class ProductSubject implements Subject {
  readonly name = 'product';
  /** The task, the fence and the trigger. */
  readonly neededRequests = 3;
  readonly #client: Client;
  readonly #taskQueue: string;
  readonly #started = new Map<string, Started>();
  readonly #worker: ChildProgram;

  constructor({ client, temporalAddress, axBaseUrl, apiKey, taskQueue, logFile }: ProductOptions) {
    this.#client = client;
    this.#taskQueue = taskQueue;
    this.#worker = new ChildProgram({
      args: [WORKER],
      env: {
        PATH: process.env['PATH'],
        TEMPORAL_ADDRESS: temporalAddress,
        ARIZE_BASE_URL: axBaseUrl,
        ARIZE_API_KEY: apiKey,
        AX_TASKS_TASK_QUEUE: taskQueue,
        DISABLE_PRERELEASE_WARNING: 'true',
        LOG_LEVEL: 'INFO',
      },
      readyText: '"worker started"',
      logFile,
    });
  }

  async start(intent: TrialIntent): Promise<void> {
    const { workflow, input } = workflowCall(intent);
    const handle = await this.#client.workflow.start(workflow, {
      taskQueue: this.#taskQueue,
      workflowId: intent.id,
      args: [input],
    });
    const started: Started = { intent, handle, reported: null };
    this.#started.set(intent.id, started);
    void readEnd(handle, intent).then((reported) => (started.reported = reported));
  }

  async cancel(id: string): Promise<void> {
    await this.#of(id).handle.cancel();
  }

  hasEnded(id: string): boolean {
    return this.#of(id).reported !== null;
  }

  async end(id: string, limitMs: number): Promise<readonly Reported[]> {
    const started = this.#of(id);
    await waitFor(() => started.reported !== null, limitMs);
    this.#started.delete(id);
    if (started.reported !== null) return started.reported;
    await started.handle.terminate('the trial is over').catch(() => undefined);
    return started.intent.tasks.map(() => ({ kind: 'never-ended' }));
  }

  async isAnswerRecorded(id: string): Promise<boolean> {
    const { events } = await this.#of(id).handle.fetchHistory();
    const trigger = events?.findLast(
      ({ activityTaskScheduledEventAttributes: it }) => it?.activityType?.name === 'triggerRun',
    );
    return (events ?? []).some(
      ({ activityTaskCompletedEventAttributes: it }) =>
        trigger !== undefined && String(it?.scheduledEventId) === String(trigger.eventId),
    );
  }

  kill(): Promise<void> {
    return this.#worker.kill();
  }

  revive(): Promise<void> {
    return this.#worker.start();
  }

  #of(id: string): Started {
    const started = this.#started.get(id);
    if (started === undefined) throw new Error(`there is no trial ${id}`);
    return started;
  }
}
