import { isResourceId } from '../../model/api/resource-id.js';
import { isRecord, membersAmong } from '../document/loose-step.js';
import type { Finding, Loose } from '../document/finding.js';
import {
  SCHEDULED_EVALUATION_FIELDS,
  SCHEDULED_EXPERIMENT_FIELDS,
  SCHEDULED_TASK_FIELDS,
} from './scheduled-task-fields.js';

/** Checks what a schedule starts: a task with its fields, or a pipeline. */
export const checkWork = (data: Loose, space: string | undefined): Finding[] => [
  ...oneKind(data),
  ...(data['pipeline'] === undefined ? taskFindings(data, space) : pipelineFindings(data)),
];

function oneKind({ task, pipeline }: Loose): Finding[] {
  if (task === undefined && pipeline === undefined) {
    return [{ path: ['task'], message: 'is missing, expected task or pipeline' }];
  }
  if (task === undefined || pipeline === undefined) return [];
  return [{ path: ['pipeline'], at: 'key', message: 'cannot be combined with task' }];
}

const taskFindings = (data: Loose, space: string | undefined): Finding[] => [
  ...spaceFindings(data, space),
  ...beside(data, SCHEDULED_EXPERIMENT_FIELDS, SCHEDULED_EVALUATION_FIELDS, {
    message: (other) =>
      `is for run-experiment tasks, but ${other} is for evaluation tasks: use fields of one kind`,
  }),
  ...beside(data, ['window'], [...SCHEDULED_EXPERIMENT_FIELDS, 'experimentIds'], {
    message: (other) =>
      `cannot be combined with ${other}: a window belongs to a project, ${other} to a dataset`,
  }),
  ...beside(data, ['maxExamples'], ['exampleIds'], {
    message: (other) => `cannot be combined with ${other}`,
  }),
  ...(data['onTimeout'] !== undefined && data['timeout'] === undefined
    ? [key('onTimeout', 'has no effect without timeout')]
    : []),
];

const key = (member: string, message: string): Finding => ({ path: [member], at: 'key', message });

function beside(
  data: Loose,
  members: readonly string[],
  others: readonly string[],
  { message }: { message: (other: string) => string },
): Finding[] {
  const [member] = membersAmong(data, members);
  const [other] = membersAmong(data, others);
  return member === undefined || other === undefined || member === other ? [] : [key(member, message(other))];
}

function spaceFindings({ task, space: own }: Loose, space: string | undefined): Finding[] {
  if (typeof task !== 'string' || task === '' || isResourceId(task)) return [];
  if (typeof own === 'string' || space !== undefined) return [];
  const message = `is ${JSON.stringify(task)}, a name: set \`space\` (or ARIZE_SPACE), or use the task's ID`;
  return [{ path: ['task'], message }];
}

function pipelineFindings(data: Loose): Finding[] {
  const { pipeline, window, settle } = data;
  const given = isRecord(pipeline) ? pipeline : {};
  const ofSettle = isRecord(settle) && settle['project'] !== undefined ? ['space'] : [];
  const ofTask = ['space', ...SCHEDULED_TASK_FIELDS].filter((member) => !ofSettle.includes(member));
  const strange = membersAmong(data, ofTask).map((member) =>
    key(member, 'applies to a task: set it in the steps of the pipeline'),
  );
  if (!isRecord(pipeline)) return strange;
  const names = isRecord(given['window']) ? given['window'] : null;
  if (window !== undefined && names === null) {
    const message = 'is missing: name the inputs that receive the window, {start: …, end: …}';
    return [...strange, { path: ['pipeline', 'window'], message }];
  }
  if (names === null) return strange;
  if (window === undefined) {
    const message = 'has no effect without `window` at the top';
    return [...strange, { path: ['pipeline', 'window'], at: 'key', message }];
  }
  return [...strange, ...inputFindings(names, given['inputs'])];
}

function inputFindings(names: Loose, inputs: unknown): Finding[] {
  const { start, end } = names;
  const same: Finding[] =
    typeof start === 'string' && start === end
      ? [
          {
            path: ['pipeline', 'window', 'end'],
            message: `is ${JSON.stringify(end)}, expected an input other than start`,
          },
        ]
      : [];
  const taken = [start, end].flatMap((name): Finding[] =>
    typeof name === 'string' && isRecord(inputs) && Object.hasOwn(inputs, name)
      ? [
          {
            path: ['pipeline', 'inputs', name],
            at: 'key',
            message: 'already receives an end of the window',
          },
        ]
      : [],
  );
  return [...same, ...taken];
}
