import { isTemplate } from '../../expressions/split-template.js';
import { isResourceId, markedId } from '../../model/api/resource-id.js';
import type { Finding, SpecPath } from '../document/finding.js';
import { EVALUATION_TASK_FIELDS } from './task-file.js';
import { isRecord } from '../document/loose-step.js';

type LooseTask = Readonly<Record<string, unknown>>;

/** What does not go together in a task file, or is missing for its type. `space` is the default where it names none. */
export function checkTask(data: unknown, space: string | undefined): Finding[] {
  if (!isRecord(data) || typeof data['type'] !== 'string') return [];
  const ofKind = data['type'].toUpperCase() === 'RUN_EXPERIMENT' ? experimentFindings : evaluationFindings;
  return [...ofKind(data), ...spaceFindings(data, space)];
}

const experimentFindings = (task: LooseTask): Finding[] => [
  ...EVALUATION_TASK_FIELDS.flatMap((name) => refuse(task, name, 'is for evaluation tasks only')),
  ...require(task, 'dataset', 'a run_experiment task runs on one'),
  ...require(task, 'runConfiguration', 'a run_experiment task needs one'),
];

const evaluationFindings = (task: LooseTask): Finding[] => [
  ...refuse(task, 'runConfiguration', 'is for run_experiment tasks only'),
  ...require(task, 'evaluators', 'an evaluation task has at least one'),
  ...(task['project'] === undefined ? datasetFindings(task) : projectFindings(task)),
];

const datasetFindings = (task: LooseTask): Finding[] => [
  ...require(task, 'dataset', 'an evaluation task has a project or a dataset'),
  ...refuse(task, 'samplingRate', 'is for tasks of a project only'),
  ...(task['isContinuous'] === true ? refuse(task, 'isContinuous', 'is for tasks of a project only') : []),
  ...(task['allowNoExperiments'] === true
    ? []
    : require(task, 'experimentIds', 'a task of a dataset evaluates at least one (or set allowNoExperiments)')),
];

const projectFindings = (task: LooseTask): Finding[] => [
  ...refuse(task, 'dataset', 'stands beside project, expected one of the two'),
  ...refuse(task, 'experimentIds', 'is for tasks of a dataset only'),
];

const refuse = (task: LooseTask, name: string, message: string): Finding[] =>
  task[name] === undefined ? [] : [{ path: [name], at: 'key', message }];

const require = (task: LooseTask, name: string, why: string): Finding[] =>
  task[name] === undefined ? [{ path: [name], message: `is missing: ${why}` }] : [];

/** A name is only found in a space. */
function spaceFindings(task: LooseTask, space: string | undefined): Finding[] {
  if (typeof task['space'] === 'string' || space !== undefined) return [];
  return references(task).flatMap(({ path, value }) =>
    typeof value !== 'string' || value === '' || isId(value) || isTemplate(value)
      ? []
      : [
          {
            path,
            message: `is ${JSON.stringify(value)}, a name, expected \`space\` at the top (or ARIZE_SPACE), or its ID`,
          },
        ],
  );
}

const isId = (text: string): boolean => isResourceId(text) || markedId(text) !== null;

function references(task: LooseTask): { path: SpecPath; value: unknown }[] {
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
