import { z } from 'zod';
import { conflict, invalid, notFound, unprocessable } from '../base/problem.js';
import { compileFilter, exampleSubject } from '../store/filter/compile.js';
import { FilterSyntaxError } from '../store/filter/tokens.js';
import type { DatasetExample, DatasetVersion } from '../store/resource-types.js';
import type { ExperimentWork } from '../store/run-types.js';
import type { TaskRecord } from '../store/task-types.js';
import type { World } from '../base/world.js';
import {
  distinctIds,
  idText,
  instant,
  instantOrUtc,
  objectBody,
  optional,
  parseBody,
  refuseZoneless,
} from './body.js';
import { checkExperiments } from './create-task.js';

const MAX_WINDOW_MS = 30 * 24 * 3_600_000;
const DEFAULT_MAX_SPANS = 10_000;

const sharedMembers = {
  max_spans: optional(z.int().min(1)),
  override_evaluations: optional(z.boolean()),
  experiment_ids: optional(distinctIds()),
};

/** By the `naiveTimes` switch. */
const evaluationTriggers = {
  utc: z.strictObject({
    data_start_time: optional(instantOrUtc),
    data_end_time: optional(instantOrUtc),
    ...sharedMembers,
  }),
  refused: z.strictObject({
    data_start_time: optional(instant),
    data_end_time: optional(instant),
    ...sharedMembers,
  }),
};

const experimentTrigger = z.strictObject({
  experiment_name: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^"\\]*$/, 'must contain no double quote and no backslash'),
  dataset_version_id: optional(idText),
  example_ids: optional(distinctIds()),
  max_examples: optional(z.int().min(1)),
  query_filter: optional(z.string().refine((text) => text.trim() !== '', 'must not be blank')),
  tracing_metadata: optional(z.record(z.string(), z.string())),
  evaluation_task_ids: optional(distinctIds()),
});

/** The trigger of an evaluation task, checked and with its defaults. `window` is null for a task on a dataset. */
export interface EvaluationTrigger {
  readonly window: { readonly startMs: number; readonly endMs: number } | null;
  readonly maxSpans: number;
  readonly override: boolean;
  readonly experimentIds: readonly string[];
}

/** Checks the trigger of an evaluation task. A window given for a dataset task is passed over. */
export function acceptEvaluationTrigger(
  world: World,
  task: TaskRecord,
  body: unknown,
  nowMs: number,
): EvaluationTrigger {
  const { naiveTimes, naiveTimeStatus } = world.options;
  if (naiveTimes === 'refused') refuseZonelessWindow(objectBody(body ?? {}), naiveTimeStatus);
  const input = parseBody(evaluationTriggers[naiveTimes], body ?? {});
  const onProject = task.wire.project_id !== null;
  const experimentIds = input.experiment_ids ?? [];
  if (onProject && experimentIds.length > 0) throw invalid('experiment_ids: only for tasks on a dataset');
  checkExperiments(world.store, task.wire.dataset_id, experimentIds);
  return {
    window: onProject ? windowOf(world, task, input, nowMs) : null,
    maxSpans: input.max_spans ?? DEFAULT_MAX_SPANS,
    override: input.override_evaluations ?? false,
    experimentIds: experimentIds.length > 0 ? experimentIds : task.wire.experiment_ids,
  };
}

function refuseZonelessWindow(body: Readonly<Record<string, unknown>>, status: 400 | 422): void {
  for (const member of ['data_start_time', 'data_end_time']) refuseZoneless(member, body[member], status);
}

function windowOf(
  world: World,
  task: TaskRecord,
  input: z.infer<(typeof evaluationTriggers)['utc']>,
  nowMs: number,
): { readonly startMs: number; readonly endMs: number } {
  const start = input.data_start_time ?? null;
  const end = input.data_end_time ?? null;
  if (world.options.requireBothEnds && (start === null || end === null)) {
    throw invalid('data_start_time and data_end_time are both required');
  }
  const from = start ?? task.wire.last_run_at;
  if (from === null) throw invalid('data_start_time: is required on the first run of a task');
  const window = { startMs: Date.parse(from), endMs: end === null ? nowMs : Date.parse(end) };
  if (window.startMs >= window.endMs) throw invalid('data_start_time: must be before data_end_time');
  if (window.endMs - window.startMs > MAX_WINDOW_MS) {
    throw invalid('data_start_time and data_end_time: must span no more than 30 days');
  }
  return window;
}

/** Checks the trigger of a run-experiment task; a name that is taken in the dataset is refused with 409. */
export function acceptExperimentTrigger(world: World, task: TaskRecord, body: unknown): ExperimentWork {
  const input = parseBody(experimentTrigger, body ?? {});
  if (input.example_ids && input.max_examples) {
    throw invalid('example_ids and max_examples must not be given together');
  }
  const dataset = world.store.datasets.get(task.wire.dataset_id ?? '');
  const version = versionOf(world, dataset.versions, input.dataset_version_id ?? null);
  const chained = input.evaluation_task_ids ?? [];
  for (const id of chained) checkChained(world, task, id);
  const examples = examplesOf(version, input);
  if (nameIsTaken(world, dataset.id, input.experiment_name)) {
    throw conflict(
      `An experiment named ${JSON.stringify(input.experiment_name)} already exists in this dataset`,
    );
  }
  return {
    kind: 'experiment',
    name: input.experiment_name,
    datasetId: dataset.id,
    datasetVersionId: version.id,
    examples,
    evaluationTaskIds: chained,
    traced: input.tracing_metadata !== null && input.tracing_metadata !== undefined,
    neverProvisioned: false,
  };
}

function versionOf(world: World, versions: readonly DatasetVersion[], wanted: string | null): DatasetVersion {
  const version = wanted === null ? versions.at(-1) : versions.find(({ id }) => id === wanted);
  if (version !== undefined) return version;
  const elsewhere = world.store.datasets
    .all()
    .some((other) => other.versions.some(({ id }) => id === wanted));
  if (elsewhere) throw unprocessable('dataset_version_id: is a version of another dataset');
  throw notFound('Dataset version', wanted ?? '');
}

function checkChained(world: World, task: TaskRecord, id: string): void {
  const { wire } = world.store.task(id);
  if (wire.type === 'RUN_EXPERIMENT')
    throw unprocessable(`evaluation_task_ids: ${id} is not an evaluation task`);
  if (wire.dataset_id !== task.wire.dataset_id) {
    throw unprocessable(`evaluation_task_ids: task ${id} is not on the dataset of this task`);
  }
}

/** The examples to run: the given ones, or all, that pass the filter, up to `max_examples`. */
function examplesOf(
  version: DatasetVersion,
  input: z.infer<typeof experimentTrigger>,
): readonly DatasetExample[] {
  const wanted = input.example_ids ?? null;
  const missing = wanted?.find((id) => !version.examples.some((example) => example.id === id));
  if (missing !== undefined) throw unprocessable(`example_ids: ${missing} is not in the dataset version`);
  const passes = exampleFilter(input.query_filter ?? null);
  return version.examples
    .filter((example) => wanted === null || wanted.includes(example.id))
    .filter((example) => passes(example))
    .slice(0, input.max_examples ?? undefined);
}

function exampleFilter(text: string | null): (example: DatasetExample) => boolean {
  if (text === null) return () => true;
  const passes = readFilter(text, 'query_filter');
  return (example) => passes(exampleSubject(example));
}

/** A filter of a request, or the 400 that says what is wrong with it. */
export function readFilter(text: string, member: string): ReturnType<typeof compileFilter> {
  try {
    return compileFilter(text);
  } catch (error) {
    if (error instanceof FilterSyntaxError) throw invalid(`${member}: ${error.message}`);
    throw error;
  }
}

/** A name is taken by an experiment of the dataset, or by a run under way that will create it. */
function nameIsTaken(world: World, datasetId: string, name: string): boolean {
  const exists = world.store.experiments
    .all()
    .some((experiment) => experiment.dataset_id === datasetId && experiment.name === name);
  return (
    exists ||
    world.store.activeRuns().some(({ plan: { work } }) => {
      return work.kind === 'experiment' && work.datasetId === datasetId && work.name === name;
    })
  );
}
