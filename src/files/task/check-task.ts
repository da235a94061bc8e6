import { isTemplate } from '../../expressions/split-template.js';
import { isResourceId, markedId } from '../../model/api/resource-id.js';
import { CONFIGURATION_MEMBERS, inApiWords } from '../../model/api/run-configuration.js';
import { suggestion } from '../../model/base/near-name.js';
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
  ...configurationFindings(task['runConfiguration']),
];

/** Members that are near to known ones. The rest is checked against the service's rules before it is sent. */
function configurationFindings(configuration: unknown): Finding[] {
  if (!isRecord(configuration) || !isKnownType(configuration['experiment_type'])) return [];
  return Object.keys(configuration).flatMap((name): Finding[] => {
    if (CONFIGURATION_MEMBERS.includes(name) || isApiWord(name, configuration)) return [];
    const near = suggestion(name, CONFIGURATION_MEMBERS);
    if (near === '') return [];
    const message = `is not a field of a run configuration${near}`;
    return [{ path: ['runConfiguration', name], at: 'key', message }];
  });
}

// A type that this version does not know may have members of its own.
const isKnownType = (type: unknown): boolean =>
  typeof type !== 'string' ||
  ['LLM_GENERATION', 'TEMPLATE_EVALUATION', 'AGENT_CALL'].includes(type.toUpperCase());

// The schema requires `experiment_type` itself.
const isApiWord = (name: string, configuration: LooseTask): boolean =>
  name !== 'experimentType' && !(name in inApiWords(configuration));

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
  const configuration = isRecord(runConfiguration) ? runConfiguration : {};
  return [
    ...['project', 'dataset'].map((name) => ({ path: [name], value: task[name] })),
    ...(Array.isArray(evaluators) ? evaluators : []).map((entry: unknown, at) => ({
      path: ['evaluators', at, 'evaluatorId'],
      value: isRecord(entry) ? entry['evaluatorId'] : undefined,
    })),
    ...['ai_integration', 'aiIntegration'].map((name) => ({
      path: ['runConfiguration', name],
      value: configuration[name],
    })),
  ];
}
