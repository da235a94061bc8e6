import { appendFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ChildProgram } from '../child-program.js';
import type { Reported } from '../judge-trial.js';
import type { Subject, SubjectName, TrialIntent } from '../subject.js';
import { waitFor } from '../wait-for.js';
import { BASELINE_READY, type BaselineEnd, type BaselineOrder } from './protocol.js';

export interface BaselineOptions {
  readonly name: Exclude<SubjectName, 'product'>;
  readonly axBaseUrl: string;
  readonly apiKey: string;
  /** Start of the names of its files. */
  readonly files: string;
}

const PROGRAM = fileURLToPath(new URL('./program.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** A baseline: a supervised process that works on all its intents at once. */
export class BaselineSubject implements Subject {
  readonly name: SubjectName;
  /** The task, to know its type, and the trigger. */
  readonly neededRequests = 1;
  readonly #files: string;
  readonly #process: ChildProgram;
  readonly #ends = new Map<string, BaselineEnd>();

  constructor({ name, axBaseUrl, apiKey, files }: BaselineOptions) {
    this.name = name;
    this.#files = files;
    this.#process = new ChildProgram({
      args: ['--import', LOADER, PROGRAM, name === 'retry loop' ? 'retry' : 'remember', files],
      env: {
        PATH: process.env['PATH'],
        ARIZE_API_KEY: apiKey,
        ARIZE_BASE_URL: axBaseUrl,
        DISABLE_PRERELEASE_WARNING: 'true',
      },
      readyText: BASELINE_READY,
      logFile: `${files}.log`,
    });
    this.#process.onMessage = (message) => {
      const end = message as BaselineEnd;
      this.#ends.set(end.id, end);
    };
  }

  start({ id, tasks }: TrialIntent): Promise<void> {
    const { taskId = '', trigger = {} } = tasks[0] ?? {};
    const { dataStartTime = null, dataEndTime = null } = trigger;
    return this.#order({ id, taskId, dataStartTime, dataEndTime, isCancel: false });
  }

  cancel(id: string): Promise<void> {
    return this.#order({ id, taskId: '', dataStartTime: null, dataEndTime: null, isCancel: true });
  }

  hasEnded(id: string): boolean {
    return this.#ends.has(id);
  }

  async end(id: string, limitMs: number): Promise<readonly Reported[]> {
    await waitFor(() => this.#ends.has(id), limitMs);
    const end = this.#ends.get(id);
    return [end === undefined ? { kind: 'never-ended' } : reportedOf(end)];
  }

  isAnswerRecorded(): Promise<boolean> {
    return Promise.resolve(true);
  }

  kill(): Promise<void> {
    return this.#process.kill();
  }

  revive(): Promise<void> {
    return this.#process.start();
  }

  async #order(order: BaselineOrder): Promise<void> {
    await appendFile(`${this.#files}-orders.jsonl`, `${JSON.stringify(order)}\n`);
    this.#process.send(order);
  }
}

/** It tells a status, which is what the client makes of a run. */
function reportedOf({ run }: BaselineEnd): Reported {
  if (run === null) return { kind: 'nothing' };
  const { runId, status, counts } = run;
  return { kind: 'result', runId, outcome: status, counts, candidates: [] };
}
