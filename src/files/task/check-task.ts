import { isTemplate } from '../../expressions/split-template.js';
import { isResourceId, markedId } from '../../model/api/resource-id.js';
import type { Finding, ValuePath } from '../document/finding.js';
import { EVALUATION_TASK_FIELDS } from './task-file.js';
import { isRecord } from '../document/loose-step.js';

type LooseTask = Readonly<Record<string, unknown>>;

/** Checks across the fields of a task file. `space` is the default if the file names none. */
export function checkTask(data: unknown, space: string | undefined): Finding[] {
  if (!isRecord(data) || typeof data['type'] !== 'string') return [];
  const ofKind = data['type'].toUpperCase() === 'RUN_EXPERIMENT' ? experimentFindings : evaluationFindings;
  return [...ofKind(data), ...spaceFindings(data, space)];
}

const experimentFindings = (task: LooseTask): Finding[] => [
  ...EVALUATION_TASK_FIELDS.flatMap((name) => refuse(task, name, 'is for evaluation tasks only')),
  ...require(task, 'dataset', 'a run_experiment task requires a dataset'),
  ...require(task, 'runConfiguration', 'a run_experiment task requires it'),
];

const evaluationFindings = (task: LooseTask): Finding[] => [
  ...refuse(task, 'runConfiguration', 'is for run_experiment tasks only'),
  ...require(task, 'evaluators', 'an evaluation task requires at least one'),
  ...(task['project'] === undefined ? datasetFindings(task) : projectFindings(task)),
];

const datasetFindings = (task: LooseTask): Finding[] => [
  ...require(task, 'dataset', 'an evaluation task requires a project or a dataset'),
  ...refuse(task, 'samplingRate', 'is for project tasks only'),
  ...(task['isContinuous'] === true ? refuse(task, 'isContinuous', 'is for project tasks only') : []),
  ...(task['allowNoExperiments'] === true
    ? []
    : require(task, 'experimentIds', 'a dataset task requires at least one (or set allowNoExperiments)')),
];

const projectFindings = (task: LooseTask): Finding[] => [
  ...refuse(task, 'dataset', 'cannot be combined with project'),
  ...refuse(task, 'experimentIds', 'is for dataset tasks only'),
];

const refuse = (task: LooseTask, name: string, message: string): Finding[] =>
  task[name] === undefined ? [] : [{ path: [name], at: 'key', message }];

const require = (task: LooseTask, name: string, why: string): Finding[] =>
  task[name] === undefined ? [{ path: [name], message: `is missing: ${why}` }] : [];

/** Checks that names have a space. */
function spaceFindings(task: LooseTask, space: string | undefined): Finding[] {
  if (typeof task['space'] === 'string' || space !== undefined) return [];
  return references(task).flatMap(({ path, value }) =>
    typeof value !== 'string' || value === '' || isId(value) || isTemplate(value)
      ? []
      : [
          {
            path,
            message: `is ${JSON.stringify(value)}, a name: set \`space\` at the top (or ARIZE_SPACE), or use its ID`,
          },
        ],
  );
}

const isId = (text: string): boolean => isResourceId(text) || markedId(text) !== null;

function references(task: LooseTask): { path: ValuePath; value: unknown }[] {
  const { evaluators, runConfiguration } = task;
  return [
    ...['project', 'dataset'].map((name) => ({ path: [name], value: task[name] })),
    ...(Array.isArray(evaluators) ? evaluators : []).map((entry: unknown, at) => ({
      path: ['evaluators', at, 'evaluatorId'],
      value: isRecord(entry) ? entry['evaluatorId'] : undefined,
    })),
    {
      path: ['runConfiguration', 'ai_integration'],
      value: isRecord(runConfiguration) ? runConfiguration['ai_integration'] : undefined,
    },
  ];
}
