import { evaluatorsKey } from '../../src/model/api/task.js';
import type { TriggerFields } from '../../src/model/api/requests.js';
import {
  startSimulator,
  type JournalRequest,
  type JournalRun,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator/index.js';
import type { Shape } from './kinds/kind.js';
import { RequestTally, subjectId, type RequestCounts } from './request-tally.js';

/** A task of a trial's own. */
export interface TrialTask {
  readonly taskId: string;
  readonly trigger: TriggerFields;
}

interface WireTask {
  readonly id: string;
  readonly name: string;
  readonly [member: string]: unknown;
}

interface WireEvaluator {
  readonly evaluator_id: string;
  readonly evaluator_version_id: string | null;
}

const HOUR_MS = 3_600_000;
/** Marks the harness's own requests, which are no subject's. */
const HARNESS_HEADER = 'x-fault-suite';
const TEMPLATES = {
  window: 'fresh-relevance',
  dataset: 'score-experiments',
  experiment: 'generate-answers',
} as const;
type Template = keyof typeof TEMPLATES;

/** The simulator as the harness uses it: tasks to try things on, and what was asked of them. */
export class Service {
  readonly simulator: Simulator;
  readonly #templates: ReadonlyMap<Template, WireTask>;
  readonly #tally: RequestTally;
  readonly #beganMs = Date.now();
  #tasks = 0;
  #windows = 0;

  private constructor(simulator: Simulator, templates: ReadonlyMap<Template, WireTask>) {
    this.simulator = simulator;
    this.#templates = templates;
    this.#tally = new RequestTally(simulator, isSubjects);
  }

  static async start(
    apiKey: string,
    seed: number,
    options: Pick<SimulatorOptions, 'runSeconds'> = {},
  ): Promise<Service> {
    const simulator = await startSimulator({ ...options, apiKey, seed, journalLimit: 5_000_000 });
    const templates = new Map<Template, WireTask>();
    for (const template of ['window', 'dataset', 'experiment'] as const) {
      templates.set(template, await findTask(simulator, TEMPLATES[template]));
    }
    return new Service(simulator, templates);
  }

  /** A fresh task for a trial, with a trigger that nobody else sends. */
  async createTask(shape: Shape, label: string): Promise<TrialTask> {
    const template: Template = shape === 'dataset' || shape === 'experiment' ? shape : 'window';
    this.#tasks += 1;
    const name = `${label}-${this.#tasks}`;
    const { id } = (await this.#call(
      'POST',
      '/v2/tasks',
      cloneOf(this.#templates.get(template), name),
    )) as WireTask;
    return {
      taskId: id,
      trigger: template === 'window' ? this.#window() : template === 'dataset' ? {} : named(name),
    };
  }

  /** The task's evaluators, as a plan holds them. */
  async evaluatorsOf(taskId: string): Promise<string> {
    const { evaluators } = (await this.#call('GET', `/v2/tasks/${encodeURIComponent(taskId)}`)) as {
      readonly evaluators: readonly WireEvaluator[];
    };
    return evaluatorsKey(
      evaluators.map(({ evaluator_id, evaluator_version_id }) => ({
        evaluatorId: evaluator_id,
        evaluatorVersionId: evaluator_version_id,
      })),
    );
  }

  /** Starts a run of the task that the subject did not ask for; its window is another one. Returns its ID. */
  async startRun({ taskId, trigger }: TrialTask, isSame: boolean): Promise<string> {
    const { dataStartTime, dataEndTime } = isSame ? trigger : { ...trigger, ...this.#window() };
    const body =
      trigger.experimentName !== undefined
        ? { experiment_name: `${trigger.experimentName}-of-another-${(this.#tasks += 1)}` }
        : trigger.dataStartTime === undefined
          ? {}
          : { data_start_time: dataStartTime, data_end_time: dataEndTime };
    const run = (await this.#call(
      'POST',
      `/v2/tasks/${encodeURIComponent(taskId)}/trigger`,
      body,
    )) as WireTask;
    return run.id;
  }

  async deleteTask(taskId: string): Promise<void> {
    await this.#call('DELETE', `/v2/tasks/${encodeURIComponent(taskId)}`);
  }

  /** The number of the journal's newest request. */
  lastSeq(): number {
    return this.#tally.lastSeq();
  }

  /** The subject's requests since `sinceSeq` about the task and its runs, and the runs, as the journal has them now. */
  record(
    taskId: string,
    sinceSeq: number,
  ): { readonly requests: readonly JournalRequest[]; readonly runs: readonly JournalRun[] } {
    const { requests, runs } = this.simulator.journal(sinceSeq);
    const own = runs.filter((run) => run.taskId === taskId);
    const about = new Set([taskId, ...own.map(({ runId }) => runId)]);
    return {
      runs: own,
      requests: requests.filter((request) => isSubjects(request) && about.has(subjectId(request.path) ?? '')),
    };
  }

  /** How often the subject has looked at the task's runs so far, and how often it has triggered the task. */
  count(taskId: string): RequestCounts {
    return this.#tally.of(taskId);
  }

  #window(): TriggerFields {
    this.#windows += 1;
    const start = this.#beganMs - (48 + this.#windows) * HOUR_MS;
    return {
      dataStartTime: new Date(start).toISOString(),
      dataEndTime: new Date(start + HOUR_MS).toISOString(),
    };
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const { baseUrl, apiKey } = this.simulator;
    const answer = await fetch(baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        [HARNESS_HEADER]: 'yes',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
}

const isSubjects = ({ headers }: JournalRequest): boolean => headers[HARNESS_HEADER] === undefined;

const named = (name: string): TriggerFields => ({ experimentName: name, maxExamples: 3 });

/** What creates another task like this one. */
function cloneOf(task: WireTask | undefined, name: string): Readonly<Record<string, unknown>> {
  const { type, project_id, dataset_id, evaluators, experiment_ids, run_configuration }: Partial<WireTask> =
    task ?? {};
  if (type === 'RUN_EXPERIMENT') return { name, type, dataset_id, run_configuration };
  const attached = (evaluators as readonly WireTask[]).map(({ evaluator_id }) => ({ evaluator_id }));
  const place = project_id === null ? { dataset_id, experiment_ids } : { project_id };
  return { name, type, ...place, evaluators: attached };
}

async function findTask({ baseUrl, apiKey }: Simulator, name: string): Promise<WireTask> {
  const headers = { authorization: `Bearer ${apiKey}`, [HARNESS_HEADER]: 'yes' };
  const answer = await fetch(`${baseUrl}/v2/tasks?space_name=research&limit=100&name=${name}`, { headers });
  const { tasks } = (await answer.json()) as { readonly tasks: readonly WireTask[] };
  const task = tasks.find((each) => each.name === name);
  if (task === undefined) throw new Error(`the simulator has no task ${name}`);
  return task;
}
