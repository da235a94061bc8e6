import { notFound } from '../base/problem.js';
import { IdMint, type IdKind } from './ids.js';
import type * as types from './resource-types.js';
import type { TaskEvaluator, TaskRecord } from './task-types.js';
import type { RunRecord } from './run-types.js';
import type { Ordered } from './resource-types.js';

/** Everything the pretend service holds. It lives in memory and ends with the process. */
export class Store {
  readonly organizations = new Collection<types.Organization>('Organization');
  readonly users = new Collection<types.User>('User');
  readonly spaces = new Collection<types.Space>('Space');
  readonly projects = new Collection<types.Project>('Project');
  readonly datasets = new Collection<types.Dataset>('Dataset');
  readonly evaluators = new Collection<types.Evaluator>('Evaluator');
  readonly integrations = new Collection<types.Integration>('Integration');
  readonly experiments = new Collection<types.Experiment>('Experiment');
  readonly #tasks = new Map<string, TaskRecord>();
  readonly #runs = new Map<string, RunRecord>();
  readonly #active = new Set<RunRecord>();
  readonly #labelled = new Map<string, Set<string>>();
  readonly #ids: IdMint;
  #ordinal = 0;

  constructor(readonly seed: number) {
    this.#ids = new IdMint(seed);
  }

  mint(kind: IdKind): string {
    return this.#ids.mint(kind);
  }

  nextOrdinal(): number {
    this.#ordinal += 1;
    return this.#ordinal;
  }

  tasks(): readonly TaskRecord[] {
    return [...this.#tasks.values()];
  }

  task(id: string): TaskRecord {
    const task = this.#tasks.get(id);
    if (task === undefined) throw notFound('Task', id);
    return task;
  }

  findTask(id: string): TaskRecord | undefined {
    return this.#tasks.get(id);
  }

  addTask(task: TaskRecord): TaskRecord {
    this.#tasks.set(task.wire.id, task);
    return task;
  }

  /** Removes a task with all its runs; runs that were under way stop without a trace. */
  deleteTask(task: TaskRecord): void {
    this.#tasks.delete(task.wire.id);
    for (const run of task.runs) {
      this.#runs.delete(run.wire.id);
      this.#active.delete(run);
    }
  }

  findRun(id: string): RunRecord | undefined {
    return this.#runs.get(id);
  }

  run(id: string): RunRecord {
    const run = this.#runs.get(id);
    if (run === undefined) throw notFound('Task run', id);
    return run;
  }

  addRun(task: TaskRecord, run: RunRecord): RunRecord {
    task.runs.push(run);
    this.#runs.set(run.wire.id, run);
    this.#active.add(run);
    return run;
  }

  activeRuns(): readonly RunRecord[] {
    return [...this.#active];
  }

  retire(run: RunRecord): void {
    this.#active.delete(run);
  }

  /** What an evaluator has labelled in a project. */
  labelled(ledgerKey: string): Set<string> {
    const known = this.#labelled.get(ledgerKey);
    if (known !== undefined) return known;
    const fresh = new Set<string>();
    this.#labelled.set(ledgerKey, fresh);
    return fresh;
  }

  latestVersion(evaluator: types.Evaluator): types.EvaluatorVersion {
    const latest = evaluator.versions.at(-1);
    if (latest === undefined) throw notFound('Evaluator version', evaluator.id);
    return latest;
  }

  /** The evaluator version with this id, wherever it belongs. */
  findEvaluatorVersion(id: string): types.EvaluatorVersion | undefined {
    return this.evaluators
      .all()
      .flatMap((evaluator) => evaluator.versions)
      .find((version) => version.id === id);
  }

  /** The version an attachment runs: the pinned one, else the evaluator's latest. */
  attachedVersion(attachment: TaskEvaluator): types.EvaluatorVersion {
    const evaluator = this.evaluators.get(attachment.evaluator_id);
    const pinned = evaluator.versions.find((version) => version.id === attachment.evaluator_version_id);
    return pinned ?? this.latestVersion(evaluator);
  }
}

/** Granularity of the data that an evaluator version looks at; code evaluators without one look at spans. */
export function granularityOf(version: types.EvaluatorVersion): types.Granularity {
  return version.template_config?.data_granularity ?? version.code_config?.data_granularity ?? 'SPAN';
}

/** Name of the evaluation column that an evaluator version writes. */
export function evalNameOf(version: types.EvaluatorVersion): string {
  return version.template_config?.name ?? version.code_config?.name ?? 'evaluation';
}

/** Records of one kind, by id, in the order in which they were made. */
class Collection<T extends Ordered & { readonly id: string }> {
  readonly #byId = new Map<string, T>();

  /** `noun` names the kind in refusals: "Project", "AI integration". */
  constructor(readonly noun: string) {}

  add(record: T): T {
    this.#byId.set(record.id, record);
    return record;
  }

  find(id: string): T | undefined {
    return this.#byId.get(id);
  }

  /** The record, or the 404 of the service. */
  get(id: string): T {
    const record = this.#byId.get(id);
    if (record === undefined) throw notFound(this.noun, id);
    return record;
  }

  all(): readonly T[] {
    return [...this.#byId.values()];
  }

  delete(id: string): void {
    this.#byId.delete(id);
  }
}
