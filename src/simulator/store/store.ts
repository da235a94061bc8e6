import { notFound } from '../problem.js';
import { Collection } from './collection.js';
import { IdMint, type IdKind } from './ids.js';
import type * as types from './types.js';

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
  readonly #tasks = new Map<string, types.TaskRecord>();
  readonly #runs = new Map<string, types.RunRecord>();
  readonly #active = new Set<types.RunRecord>();
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

  tasks(): readonly types.TaskRecord[] {
    return [...this.#tasks.values()];
  }

  task(id: string): types.TaskRecord {
    const task = this.#tasks.get(id);
    if (task === undefined) throw notFound('Task', id);
    return task;
  }

  findTask(id: string): types.TaskRecord | undefined {
    return this.#tasks.get(id);
  }

  addTask(task: types.TaskRecord): types.TaskRecord {
    this.#tasks.set(task.wire.id, task);
    return task;
  }

  /** Removes a task with all its runs; runs that were under way stop without a trace. */
  deleteTask(task: types.TaskRecord): void {
    this.#tasks.delete(task.wire.id);
    for (const run of task.runs) {
      this.#runs.delete(run.wire.id);
      this.#active.delete(run);
    }
  }

  findRun(id: string): types.RunRecord | undefined {
    return this.#runs.get(id);
  }

  run(id: string): types.RunRecord {
    const run = this.#runs.get(id);
    if (run === undefined) throw notFound('Task run', id);
    return run;
  }

  addRun(task: types.TaskRecord, run: types.RunRecord): types.RunRecord {
    task.runs.push(run);
    this.#runs.set(run.wire.id, run);
    this.#active.add(run);
    return run;
  }

  activeRuns(): readonly types.RunRecord[] {
    return [...this.#active];
  }

  retire(run: types.RunRecord): void {
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
  attachedVersion(attachment: types.TaskEvaluator): types.EvaluatorVersion {
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
