import { fileURLToPath } from 'node:url';
import type { JournalRequest, JournalSnapshot, RunBehaviour } from '../../src/simulator/index.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import { startNode, type NodeProcess } from './node-process.js';

/** Of the tasks that the simulator starts with, one for each kind of run. */
const TEMPLATES = { evaluation: 'fresh-relevance', experiment: 'generate-answers' } as const;
export type RunKind = keyof typeof TEMPLATES;

/** A task as the simulator shows it. */
export interface BenchTask {
  readonly id: string;
  readonly name: string;
  readonly space: string;
}

type Wire = Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string };

export interface ServiceOptions {
  /** From a run's trigger to its end. */
  readonly runSeconds: number;
  /** Instead, runs end when they were looked at so often. */
  readonly looks?: number;
  /** Of all IDs: on a cluster that others use too, tasks of two simulators must not have the same ones. */
  readonly seed: number;
}

const MAIN = fileURLToPath(new URL('../../dist/simulator/main.js', import.meta.url));
const SPACE = 'research';
const API_KEY = 'ak-simulator';
/** Marks the requests of the measurement itself. */
const OWN_HEADER = 'x-bench';

/** The simulator in a process of its own, and its record of what was asked. */
export class SimulatedService {
  readonly process: NodeProcess;
  readonly baseUrl: string;
  readonly apiKey = API_KEY;
  #clones = 0;

  private constructor(process: NodeProcess, baseUrl: string) {
    this.process = process;
    this.baseUrl = baseUrl;
  }

  static async start({ runSeconds, looks, seed }: ServiceOptions): Promise<SimulatedService> {
    const port = await freePort('127.0.0.1');
    const flags = {
      port,
      seed,
      'run-seconds': runSeconds,
      'journal-limit': 5_000_000,
      ...(looks === undefined ? {} : { looks }),
    };
    const process = await startNode({
      args: [MAIN, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])],
      env: {},
      readyText: String(port),
    });
    return new SimulatedService(process, `http://127.0.0.1:${port}`);
  }

  /** The task that the simulator starts with. */
  async findTask(kind: RunKind): Promise<BenchTask> {
    const { id, name } = await this.#template(kind);
    return { id, name, space: SPACE };
  }

  /** A task of one's own, like that one. */
  async createTask(kind: RunKind): Promise<BenchTask> {
    const template = await this.#template(kind);
    this.#clones += 1;
    const name = `${template.name}-${this.#clones}`;
    const { id } = (await this.#call('POST', '/v2/tasks', cloneOf(template, name))) as Wire;
    return { id, name, space: SPACE };
  }

  /** Triggers a run that nobody waits for yet; returns its ID. */
  async triggerRun(task: BenchTask, body: Readonly<Record<string, unknown>>): Promise<string> {
    const path = `/v2/tasks/${encodeURIComponent(task.id)}/trigger`;
    return ((await this.#call('POST', path, body)) as Wire).id;
  }

  /** Ends a run now. */
  async cancelRun(runId: string): Promise<void> {
    await this.#call('POST', `/v2/task-runs/${encodeURIComponent(runId)}/cancel`);
  }

  /** The evaluators of a task, as it shows them. */
  async evaluatorsOf(task: BenchTask): Promise<readonly Readonly<Record<string, string | null>>[]> {
    const shown = (await this.#call('GET', `/v2/tasks/${encodeURIComponent(task.id)}`)) as Wire;
    return shown['evaluators'] as readonly Readonly<Record<string, string | null>>[];
  }

  /** How all further runs go. */
  async setBehaviour(behaviour: RunBehaviour): Promise<void> {
    await this.#call('DELETE', '/__simulator/behaviours');
    await this.#call('POST', '/__simulator/behaviours', { ...behaviour, times: 'always' });
  }

  /** All requests but our own after that one, and all runs as they are now. */
  async journal(sinceSeq = 0): Promise<JournalSnapshot> {
    const whole = (await this.#call('GET', `/__simulator/journal?since=${sinceSeq}`)) as JournalSnapshot;
    return { ...whole, requests: whole.requests.filter(isTheirs) };
  }

  async lastSeq(): Promise<number> {
    const { requests } = (await this.#call('GET', '/__simulator/journal')) as JournalSnapshot;
    return requests.at(-1)?.seq ?? 0;
  }

  async #template(kind: RunKind): Promise<Wire> {
    const name = TEMPLATES[kind];
    const found = await this.#call('GET', `/v2/tasks?space_name=${SPACE}&limit=100&name=${name}`);
    const task = (found as { readonly tasks: readonly Wire[] }).tasks.find((each) => each.name === name);
    if (task === undefined) throw new Error(`the simulator has no task ${name}`);
    return task;
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const headers = {
      authorization: `Bearer ${API_KEY}`,
      'content-type': 'application/json',
      [OWN_HEADER]: 'yes',
    };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(this.baseUrl + path, { method, headers, ...content });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
}

const isTheirs = ({ headers }: JournalRequest): boolean => headers[OWN_HEADER] === undefined;

/** What creates another task like this one. */
function cloneOf(task: Wire, name: string): Readonly<Record<string, unknown>> {
  const { type, project_id, dataset_id, run_configuration } = task;
  if (type === 'RUN_EXPERIMENT') return { name, type, dataset_id, run_configuration };
  const evaluators = (task['evaluators'] as readonly Wire[]).map(({ evaluator_id }) => ({ evaluator_id }));
  return { name, type, project_id, evaluators };
}
