import { exampleSubject } from '../store/columns.js';
import { compileTaskFilter } from '../store/filter/compile.js';
import { evalNameOf } from '../store/store.js';
import type { ExampleScores, Task } from '../store/types.js';
import type { World } from '../world.js';
import { itemsToDo, NO_DATA, type PlannedWork } from './planned-work.js';

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
