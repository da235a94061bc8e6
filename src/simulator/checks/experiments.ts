import { z } from 'zod';
import { conflict, invalid, notFound, unprocessable } from '../base/problem.js';
import type { Store } from '../store/store.js';
import type { Annotation, Experiment, ExperimentRun } from '../store/resource-types.js';
import { idText, parseBody } from './body.js';

const experimentName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^"\\]*$/, 'must contain no double quote and no backslash');

const runInput = z.looseObject({ example_id: z.string().nullish(), output: z.string() });
const runInputs = z.array(runInput).min(1).max(1000);

const newExperiment = z.strictObject({
  name: experimentName,
  dataset_id: idText.nullish(),
  space_id: idText.nullish(),
  experiment_runs: runInputs,
});

const newRuns = z.strictObject({ experiment_runs: runInputs });

const annotationValue = z.strictObject({
  name: z.string().min(1),
  score: z.number().nullish(),
  label: z.string().nullish(),
  text: z.string().nullish(),
});

const annotations = z.strictObject({
  annotations: z
    .array(z.strictObject({ record_id: z.string().min(1), values: z.array(annotationValue).min(1) }))
    .min(1)
    .max(1000),
});

/** Creates an experiment on a dataset, or a standalone one in a space; a taken name is refused with 409. */
export function acceptNewExperiment(store: Store, body: unknown, nowMs: number): Experiment {
  const input = parseBody(newExperiment, body);
  const datasetId = input.dataset_id ?? null;
  if ((datasetId === null) === ((input.space_id ?? null) === null)) {
    throw invalid('Exactly one of dataset_id and space_id must be given');
  }
  const dataset = datasetId === null ? null : store.datasets.get(datasetId);
  const spaceId = dataset?.space_id ?? store.spaces.get(input.space_id ?? '').id;
  refuseTakenName(store, input.name, datasetId, spaceId);
  const at = new Date(nowMs).toISOString();
  const experiment: Experiment = {
    id: store.mint('Experiment'),
    ordinal: store.nextOrdinal(),
    name: input.name,
    space_id: spaceId,
    dataset_id: datasetId,
    dataset_version_id: dataset?.versions.at(-1)?.id ?? null,
    created_at: at,
    updated_at: at,
    experiment_traces_project_id: null,
    integration_id: null,
    runs: [],
  };
  experiment.runs.push(...input.experiment_runs.map((run) => runFrom(store, experiment, run)));
  return store.experiments.add(experiment);
}

/** Appends runs to an experiment. */
export function acceptNewRuns(
  store: Store,
  experiment: Experiment,
  body: unknown,
  nowMs: number,
): readonly ExperimentRun[] {
  const input = parseBody(newRuns, body);
  const added = input.experiment_runs.map((run) => runFrom(store, experiment, run));
  experiment.runs.push(...added);
  experiment.updated_at = new Date(nowMs).toISOString();
  return added;
}

/** Sets annotations by name on the given runs, and answers what was written. */
export function acceptAnnotations(experiment: Experiment, body: unknown, nowMs: number): unknown {
  const input = parseBody(annotations, body);
  const updatedAt = new Date(nowMs).toISOString();
  const targets = input.annotations.map(({ record_id, values }) => {
    const run = experiment.runs.find(({ id }) => id === record_id);
    if (run === undefined) throw notFound('Experiment run', record_id);
    return { run, values };
  });
  const results = targets.map(({ run, values }) => {
    for (const { name, ...given } of values) annotate(run, name, given, updatedAt);
    return { record_id: run.id, annotations: run.annotations };
  });
  return { results };
}

function annotate(
  run: ExperimentRun,
  name: string,
  given: {
    score?: number | null | undefined;
    label?: string | null | undefined;
    text?: string | null | undefined;
  },
  updatedAt: string,
): void {
  const before = run.annotations.find((annotation) => annotation.name === name);
  const kept = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  const annotation = { ...before, name, ...Object.fromEntries(kept), updated_at: updatedAt } as Annotation;
  run.annotations = [...run.annotations.filter((other) => other.name !== name), annotation];
}

function runFrom(store: Store, experiment: Experiment, input: z.infer<typeof runInput>): ExperimentRun {
  const { example_id: exampleId = null, output, ...columns } = input;
  if (exampleId !== null && experiment.dataset_id === null) {
    throw unprocessable('experiment_runs: example_id needs an experiment on a dataset');
  }
  return {
    id: store.mint('ExperimentRun'),
    ordinal: store.nextOrdinal(),
    example_id: exampleId,
    output,
    error: null,
    columns,
    annotations: [],
  };
}

function refuseTakenName(store: Store, name: string, datasetId: string | null, spaceId: string): void {
  const taken = store.experiments.all().some((other) => {
    const sameScope = datasetId === null ? other.space_id === spaceId : true;
    return other.name === name && other.dataset_id === datasetId && sameScope;
  });
  if (taken) throw conflict(`An experiment named ${JSON.stringify(name)} already exists there`);
}
