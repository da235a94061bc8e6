import type { Task } from '../../model/api/task.js';
import { formatShare } from '../../model/base/numbers.js';
import { formatFacts, nameAndId } from '../text/facts.js';
import type { Fact } from '../text/facts.js';
import { formatTable } from '../text/table.js';
import { relativeTime, timeAndAge } from '../text/time.js';
import type { Style } from '../style.js';
import type { EnsureTaskResult } from '../../model/task/ensure-task.js';
import { cleanText } from '../text/text.js';

/** A task with the names of what it runs on, and where that is in the Arize UI; null if unknown. */
export interface ShownTask extends Task {
  projectName: string | null;
  datasetName: string | null;
  arizeUrl: string | null;
}

export const taskTable = (tasks: readonly ShownTask[], style: Style, nowMs: number): string[] =>
  tasks.length === 0
    ? ['No tasks.']
    : formatTable(
        [
          { title: 'NAME', value: (task) => task.name, wraps: true, tone: () => 'strong' },
          { title: 'TYPE', value: (task) => task.type.toLowerCase(), drop: 2 },
          { title: 'ON', value: targetOf, drop: 1 },
          { title: 'LAST RUN', value: (task) => relativeTime(task.lastRunAt, nowMs), drop: 3 },
          { title: 'ID', value: (task) => task.id },
        ],
        tasks,
        style,
      );

const targetOf = (task: ShownTask): string =>
  task.projectId !== null
    ? `project${named(task.projectName)}${task.isContinuous ? ', live' : ''}`
    : task.datasetId !== null
      ? `dataset${named(task.datasetName)}`
      : '–';

const named = (name: string | null): string => (name === null ? '' : ` ${name}`);

export const taskFacts = (task: ShownTask, style: Style, nowMs: number): string[] =>
  formatFacts(
    [
      ['Task', task.name, 'strong'],
      ['ID', task.id],
      ['Type', task.type.toLowerCase()],
      ['Project', nameAndId(task.projectName, task.projectId)],
      ['Dataset', nameAndId(task.datasetName, task.datasetId)],
      ['Continuous', task.projectId === null ? null : task.isContinuous ? 'yes' : 'no'],
      ['Sampling', task.samplingRate === null ? null : formatShare(task.samplingRate)],
      ['Filter', task.queryFilter],
      ...queryFilterFacts(task),
      ...task.evaluators.map(evaluatorFact),
      ['Experiments', task.experimentIds.length === 0 ? null : task.experimentIds.join(', ')],
      ['Runs', task.runConfiguration === null ? null : configurationOf(task)],
      ['Last run', timeAndAge(task.lastRunAt, nowMs)],
      ['Created', timeAndAge(task.createdAt, nowMs)],
      ['Updated', timeAndAge(task.updatedAt, nowMs)],
      ['Arize UI', task.arizeUrl],
    ],
    style,
  );

const queryFilterFacts = ({ queryFilters }: Task): Fact[] =>
  queryFilters === null
    ? []
    : [
        ...queryFilters.filters.map(({ id, filter }): Fact => [`Filter ${id}`, filter]),
        ['Expression', queryFilters.expression ?? null],
      ];

function evaluatorFact({ evaluatorId, evaluatorName, evaluatorVersionId }: Task['evaluators'][number]): Fact {
  const version = evaluatorVersionId === null ? 'latest version' : `version ${evaluatorVersionId}`;
  return ['Evaluator', `${nameAndId(evaluatorName, evaluatorId)}, ${version}`];
}

function configurationOf({ runConfiguration }: Task): string {
  const kind = runConfiguration?.experiment_type.toLowerCase() ?? 'experiment';
  const model = runConfiguration?.['model_name'];
  return typeof model === 'string' ? `${kind} with ${model}` : kind;
}

/** What became of a task that was ensured: one line, and a table of what changed. */
export function ensuredLines(
  name: string,
  { action, task, changes }: EnsureTaskResult,
  style: Style,
  isDryRun: boolean,
): string[] {
  const id = task === null ? '' : ` (${task.id})`;
  const tone = action === 'unchanged' ? 'dim' : 'good';
  const word = isDryRun && action !== 'unchanged' ? `would be ${action}:` : action;
  const line = `${style.paint(tone, word)} ${cleanText(name + id)}`;
  if (changes.length === 0) return [line];
  return [
    line,
    ...formatTable(
      [
        { title: 'FIELD', value: ({ field }) => field, tone: () => 'strong' },
        { title: 'FROM', value: ({ from }) => valueText(from), wraps: true },
        { title: 'TO', value: ({ to }) => valueText(to), wraps: true },
      ],
      changes,
      style,
    ),
  ];
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
