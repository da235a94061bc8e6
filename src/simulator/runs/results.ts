import { hash32 } from '../store/random.js';
import { evalNameOf } from '../store/store.js';
import type { EvaluatorVersion, Experiment } from '../store/resource-types.js';
import type { ExampleScores, ScoreColumns, ExperimentWork, RunRecord } from '../store/run-types.js';
import { iso, type World } from '../base/world.js';
import { recordLabels } from './span-results.js';
import { verdict } from './verdict.js';

/** Makes the experiment of a run-experiment run, if it has none yet, and shows its id on the run. */
export function provisionExperiment(world: World, run: RunRecord, atMs: number): void {
  const { work } = run.plan;
  if (work.kind !== 'experiment' || run.wire.experiment_id !== null) return;
  if (work.neverProvisioned && run.progress < 1) return;
  const experiment = world.store.experiments.add(newExperiment(world, run, work, atMs));
  run.wire = { ...run.wire, experiment_id: experiment.id };
}

/** Creates what a run with this number of successes creates: labels, scores or experiment runs. */
export function recordWork(world: World, run: RunRecord, successes: number, atMs: number): void {
  const { work } = run.plan;
  if (work.kind === 'spans') recordLabels(world, run, work, successes);
  if (work.kind === 'experiment-runs') recordScores(world, work.scores, successes, atMs);
  if (work.kind === 'examples') recordExampleScores(work.scores, successes);
  if (work.kind === 'experiment') recordOutputs(world, run, work, successes);
}

function recordScores(world: World, scores: readonly ScoreColumns[], successes: number, atMs: number): void {
  const done = new Set([...new Set(scores.flatMap(({ runIds }) => runIds))].slice(0, successes));
  for (const { evaluator, experimentId, runIds } of scores) {
    const experiment = world.store.experiments.find(experimentId);
    if (experiment === undefined) continue;
    const mine = new Set(runIds.filter((id) => done.has(id)));
    for (const run of experiment.runs) {
      if (!mine.has(run.id)) continue;
      const scripted = world.scores.columnsFor(experiment, run.id, evalNameOf(evaluator));
      Object.assign(run.columns, scripted ?? scoreColumns(evaluator, experiment.name, run.id));
    }
    experiment.updated_at = iso(atMs);
  }
}

function recordExampleScores(scores: readonly ExampleScores[], successes: number): void {
  const done = new Set([...new Set(scores.flatMap(({ examples }) => examples))].slice(0, successes));
  for (const { evaluator, examples } of scores) {
    for (const example of examples) {
      if (done.has(example)) Object.assign(example.columns, scoreColumns(evaluator, 'examples', example.id));
    }
  }
}

/** The flat members that an evaluator writes on an experiment run or an example. */
function scoreColumns(evaluator: EvaluatorVersion, group: string, itemId: string): Record<string, unknown> {
  const { label, score } = verdict(evaluator, group, itemId);
  const name = evalNameOf(evaluator);
  const explained = evaluator.template_config?.include_explanations ?? false;
  return {
    [`eval.${name}.label`]: label,
    [`eval.${name}.score`]: score,
    ...(explained ? { [`eval.${name}.explanation`]: `Judged ${label} by ${name}.` } : {}),
  };
}

function recordOutputs(world: World, run: RunRecord, work: ExperimentWork, successes: number): void {
  const experiment = world.store.experiments.find(run.wire.experiment_id ?? '');
  if (experiment === undefined) return;
  const failed = run.progress >= 1 ? run.plan.errors : 0;
  const examples = work.examples.slice(0, successes + failed);
  for (const [at, example] of examples.entries()) {
    const broken = at >= successes;
    experiment.runs.push({
      id: world.store.mint('ExperimentRun'),
      ordinal: world.store.nextOrdinal(),
      example_id: example.id,
      output: broken ? null : outputFor(work, at, example.columns),
      error: broken ? 'The model did not answer (503).' : null,
      columns: work.traced ? { trace_id: hash32(example.id, experiment.id).toString(16) } : {},
      annotations: [],
    });
  }
}

function outputFor(work: ExperimentWork, at: number, columns: Readonly<Record<string, unknown>>): string {
  const question = columns['question'] ?? columns['input'];
  return `Answer of ${work.name} to: ${typeof question === 'string' ? question : `example ${at + 1}`}`;
}

function newExperiment(world: World, run: RunRecord, work: ExperimentWork, atMs: number): Experiment {
  const dataset = world.store.datasets.get(work.datasetId);
  const traces = world.store.projects
    .all()
    .find((project) => project.space_id === dataset.space_id && project.project_type === 'EXPERIMENT');
  const configuration = world.store.findTask(run.wire.task_id)?.wire.run_configuration;
  return {
    id: world.store.mint('Experiment'),
    ordinal: world.store.nextOrdinal(),
    name: work.name,
    space_id: dataset.space_id,
    dataset_id: dataset.id,
    dataset_version_id: work.datasetVersionId,
    created_at: iso(atMs),
    updated_at: iso(atMs),
    experiment_traces_project_id: work.traced ? (traces?.id ?? null) : null,
    integration_id:
      configuration?.experiment_type === 'AGENT_CALL' ? String(configuration['integration_id']) : null,
    runs: [],
  };
}
