import { experimentRunSubject } from '../store/columns.js';
import { compileTaskFilter } from '../store/filter/compile.js';
import { evalNameOf } from '../store/store.js';
import type { ExperimentRun, ExperimentScores, Task } from '../store/types.js';
import type { World } from '../world.js';
import { itemsToDo, NO_DATA, type PlannedWork } from './planned-work.js';

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
  const fresh = scores.map(({ runs, ...rest }): ExperimentScores => {
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
