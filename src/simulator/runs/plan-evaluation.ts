import type { ExperimentRun } from '../store/resource-types.js';
import type { ExampleScores, ScoreColumns, RunWork } from '../store/run-types.js';
import type { Task } from '../store/task-types.js';
import { compileTaskFilter, exampleSubject, experimentRunSubject } from '../store/filter/compile.js';
import { evalNameOf } from '../store/store.js';
import type { World } from '../base/world.js';

/** What a trigger comes down to, before switches and behaviours have their say. */
export type PlannedWork =
  /** There was no data at all in the window or the experiments. */
  | { readonly kind: 'empty'; readonly work: RunWork }
  /** There was data, and all of it carries labels already. */
  | { readonly kind: 'nothing-to-label' }
  | { readonly kind: 'work'; readonly items: number; readonly work: RunWork };

/** Work on a number of items. */
export function itemsToDo(items: number, work: RunWork): PlannedWork {
  return { kind: 'work', items, work };
}

export const NO_DATA: PlannedWork = { kind: 'empty', work: { kind: 'none' } };

/** What a run of a dataset task without experiments will do: the latest version's examples that carry no label yet. */
export function planExampleEvaluation(world: World, task: Task, override: boolean): PlannedWork {
  const examples = world.store.datasets.get(task.dataset_id ?? '').versions.at(-1)?.examples ?? [];
  const scores = task.evaluators.map((attachment): ExampleScores => {
    const filters = [compileTaskFilter(task.query_filter), compileTaskFilter(attachment.query_filter)];
    return {
      evaluator: world.store.attachedVersion(attachment),
      examples: examples.filter((example) => filters.every((passes) => passes(exampleSubject(example)))),
    };
  });
  if (scores.every((score) => score.examples.length === 0)) return NO_DATA;
  const fresh = override ? scores : scores.map(unlabelled);
  const items = new Set(fresh.flatMap((score) => score.examples)).size;
  if (items === 0) return { kind: 'nothing-to-label' };
  return itemsToDo(items, { kind: 'examples', scores: fresh });
}

function unlabelled({ evaluator, examples }: ExampleScores): ExampleScores {
  const column = `eval.${evalNameOf(evaluator)}.label`;
  return { evaluator, examples: examples.filter(({ columns }) => columns[column] === undefined) };
}

/** What a run of a dataset task will do: the experiments' runs that pass the filters and carry no label yet. */
export function planExperimentEvaluation(
  world: World,
  task: Task,
  experimentIds: readonly string[],
  override: boolean,
): PlannedWork {
  const scores = task.evaluators.flatMap((attachment) => {
    const evaluator = world.store.attachedVersion(attachment);
    const filters = [compileTaskFilter(task.query_filter), compileTaskFilter(attachment.query_filter)];
    return experimentIds.map((experimentId) => ({
      evaluator,
      experimentId,
      runs: world.store.experiments
        .get(experimentId)
        .runs.filter((run) => filters.every((passes) => passes(experimentRunSubject(run)))),
    }));
  });
  if (scores.every(({ runs }) => runs.length === 0)) return NO_DATA;
  const fresh = scores.map(({ runs, ...rest }): ScoreColumns => {
    const name = evalNameOf(rest.evaluator);
    return {
      ...rest,
      runIds: runs.filter((run) => override || !isEvaluated(run, name)).map(({ id }) => id),
    };
  });
  const items = new Set(fresh.flatMap(({ runIds }) => runIds)).size;
  if (items === 0) return { kind: 'nothing-to-label' };
  return itemsToDo(items, { kind: 'experiment-runs', scores: fresh });
}

// An evaluator may leave a label, a score, or both.
function isEvaluated({ columns }: ExperimentRun, name: string): boolean {
  return columns[`eval.${name}.label`] !== undefined || columns[`eval.${name}.score`] !== undefined;
}
