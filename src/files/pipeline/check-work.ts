import { BUILT_IN_ACTIVITIES, notForPipelines } from '../../model/temporal/built-in-activities.js';
import type { Finding } from '../document/finding.js';
import { EVALUATION_FIELDS, RUN_EXPERIMENT_FIELDS, WAIT_FIELDS } from './step-file.js';
import { membersAmong, workOf } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';
import type { PlacedStep } from './step-graph.js';

const WORK = ['task', 'ensure', 'activity', 'approval'];
const TRIGGER = [...EVALUATION_FIELDS, ...RUN_EXPERIMENT_FIELDS];
const FAN_OUT = ['matrix', 'forEach', 'concurrency'];
const OF_RUNS = [...TRIGGER, ...WAIT_FIELDS.filter((name) => name !== 'timeout'), 'onEmpty'];

/** Fields that cannot be combined with each kind of work. A run takes all fields. */
const MISFITS: Record<'ensure' | 'activity' | 'approval' | 'gate', { members: string[]; why: string }> = {
  activity: {
    members: OF_RUNS,
    why: 'applies to task runs: use it in a step with task or ensure',
  },
  ensure: {
    members: [...OF_RUNS, 'retry', ...FAN_OUT],
    why: 'applies to task runs, which `trigger: false` turns off',
  },
  approval: {
    members: [...OF_RUNS, 'timeout', 'retry', ...FAN_OUT, 'gate', 'requires', 'space'],
    why: 'cannot be combined with approval, which takes only id, needs, if, when, onFailure and outputs',
  },
  gate: {
    members: [...OF_RUNS, 'retry', ...FAN_OUT],
    why: 'has no effect in a step with only a gate: add task, ensure or activity',
  },
};

/** Checks that a step does one thing, and has only fields that apply to it. */
export function checkWork({ step }: PlacedStep): Finding[] {
  const [first, ...more] = membersAmong(step, WORK);
  if (first !== undefined && more.length > 0) {
    return more.map((member) => ({
      path: [member],
      at: 'key',
      message: `cannot be combined with ${first}: a step has one of ${WORK.join(', ')}`,
    }));
  }
  const work = workOf(step);
  if (work === 'run') return [];
  if (work === null && step['gate'] === undefined) return [nothingToDo];
  return [...misfits(step, work ?? 'gate'), ...ourActivity(step['activity'])];
}

const ourActivity = (name: unknown): Finding[] =>
  typeof name === 'string' && BUILT_IN_ACTIVITIES.includes(name)
    ? [{ path: ['activity'], message: `is ${notForPipelines(name)}` }]
    : [];

const nothingToDo: Finding = {
  path: ['task'],
  message: `is missing, expected one of ${WORK.join(', ')}, or a gate`,
};

const misfits = (step: LooseStep, kind: keyof typeof MISFITS): Finding[] =>
  membersAmong(step, MISFITS[kind].members).map((member) => ({
    path: [member],
    at: 'key',
    message: MISFITS[kind].why,
  }));
