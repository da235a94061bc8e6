import { OUR_ACTIVITIES, notForPipelines } from '../../model/temporal/our-activities.js';
import type { Finding } from '../document/finding.js';
import { EVALUATION_FIELDS, RUN_EXPERIMENT_FIELDS, WAIT_FIELDS } from './step-file.js';
import { membersAmong, workOf } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';
import type { PlacedStep } from './step-graph.js';

const WORK = ['task', 'ensure', 'activity', 'approval'];
const TRIGGER = [...EVALUATION_FIELDS, ...RUN_EXPERIMENT_FIELDS];
const FAN_OUT = ['matrix', 'forEach', 'concurrency'];
const OF_RUNS = [...TRIGGER, ...WAIT_FIELDS.filter((name) => name !== 'timeout'), 'onEmpty'];

/** What goes beside each kind of work; all goes beside a run. */
const MISFITS: Record<'ensure' | 'activity' | 'approval' | 'gate', { members: string[]; why: string }> = {
  activity: {
    members: OF_RUNS,
    why: 'is for the run of a task, expected it in a step with task or ensure instead of activity',
  },
  ensure: {
    members: [...OF_RUNS, 'timeout', 'retry', ...FAN_OUT],
    why: 'is for the run of a task, which `trigger: false` leaves out',
  },
  approval: {
    members: [...OF_RUNS, 'timeout', 'retry', ...FAN_OUT, 'gate', 'requires', 'space'],
    why: 'does not go with approval, expected nothing beside it but id, needs, if, when, onFailure and outputs',
  },
  gate: {
    members: [...OF_RUNS, 'timeout', 'retry', ...FAN_OUT],
    why: 'does not go with a gate alone, expected a task, ensure or activity beside it',
  },
};

/** A step does one thing, and has only members that say something about it. */
export function checkWork({ step }: PlacedStep): Finding[] {
  const [first, ...more] = membersAmong(step, WORK);
  if (first !== undefined && more.length > 0) {
    return more.map((member) => ({
      path: [member],
      at: 'key',
      message: `stands beside ${first}, expected one of ${WORK.join(', ')}`,
    }));
  }
  const work = workOf(step);
  if (work === 'run') return [];
  if (work === null && step['gate'] === undefined) return [nothingToDo];
  return [...misfits(step, work ?? 'gate'), ...ourActivity(step['activity'])];
}

const ourActivity = (name: unknown): Finding[] =>
  typeof name === 'string' && OUR_ACTIVITIES.includes(name)
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
