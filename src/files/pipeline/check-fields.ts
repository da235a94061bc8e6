import { isTemplate } from '../../expressions/split-template.js';
import { isResourceId } from '../../model/api/resource-id.js';
import type { Finding } from '../document/finding.js';
import { EVALUATION_FIELDS, RUN_EXPERIMENT_FIELDS } from './step-file.js';
import { isFanOut, isRecord, membersAmong, textsOf, workOf } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';
import type { PlacedStep, StepGraph } from './step-graph.js';
import { parseDurationMs } from '../../model/time/duration.js';
import { instantMs, windowProblem } from '../../model/time/window.js';

/** Checks for fields of a step that cannot be combined (docs/api-contract.md 3, rules 4 to 6). */
export const checkFields = ({ step }: PlacedStep): Finding[] => [
  ...mixedKinds(step),
  ...beside(step, 'maxExamples', ['exampleIds']),
  ...windowOfDataset(step),
  ...beside(step, 'matrix', ['forEach']),
  ...beside(step, 'onEmpty', ['allowEmpty']),
  ...alone(step, 'onTimeout', step['timeout'] !== undefined, 'timeout'),
  ...alone(step, 'with', step['activity'] !== undefined, 'activity'),
  ...alone(step, 'trigger', step['ensure'] !== undefined, 'ensure'),
  ...alone(step, 'concurrency', isFanOut(step), 'matrix or forEach'),
  ...approvalTimeout(step),
];

/** Checks that a task name has a space: the step's, the pipeline's, or the caller's default. */
export function checkSpace({ step }: PlacedStep, space: string | undefined): Finding[] {
  const { task } = step;
  if (typeof task !== 'string' || task === '' || isResourceId(task) || isTemplate(task)) return [];
  if (typeof step['space'] === 'string' || space !== undefined) return [];
  const message = `is ${JSON.stringify(task)}, a name: set \`space\` in the step or at the top (or ARIZE_SPACE), or use the task's ID`;
  return [{ path: ['task'], message }];
}

/** Checks that experiments come from steps that can run one. */
export const checkSources = ({ step }: PlacedStep, { all }: StepGraph): Finding[] =>
  textsOf(step['experimentsFrom']).flatMap((id, entry): Finding[] => {
    const source = all.find((other) => other.step !== step && other.id === id)?.step;
    const what = source === undefined ? null : noExperiment(source);
    if (what === null) return [];
    const message = `is ${JSON.stringify(id)}, ${what}, expected a step that runs an experiment`;
    return [{ path: ['experimentsFrom', entry], message }];
  });

function noExperiment(source: LooseStep): string | null {
  if (membersAmong(source, EVALUATION_FIELDS).length > 0) return 'an evaluation';
  const work = workOf(source);
  // A step without any work is reported elsewhere.
  return work === 'run' || (work === null && source['gate'] === undefined) ? null : 'which runs no task';
}

function mixedKinds(step: LooseStep): Finding[] {
  const [evaluation] = membersAmong(step, EVALUATION_FIELDS);
  const [experiment] = membersAmong(step, RUN_EXPERIMENT_FIELDS);
  if (evaluation === undefined || experiment === undefined) return [];
  const message = `is for run-experiment tasks, but ${evaluation} is for evaluation tasks: use fields of one kind`;
  return [{ path: [experiment], at: 'key', message }];
}

function beside(step: LooseStep, member: string, others: readonly string[]): Finding[] {
  const [other] = membersAmong(step, others);
  if (step[member] === undefined || other === undefined) return [];
  return [{ path: [member], at: 'key', message: `cannot be combined with ${other}` }];
}

function windowOfDataset(step: LooseStep): Finding[] {
  const [experiments] = membersAmong(step, ['experimentsFrom', 'experimentIds']);
  if (step['window'] === undefined || experiments === undefined) return [];
  const message = `cannot be combined with ${experiments}: a window belongs to a project, experiments to a dataset`;
  return [{ path: ['window'], at: 'key', message }];
}

function alone(step: LooseStep, member: string, isThere: boolean, other: string): Finding[] {
  if (step[member] === undefined || isThere) return [];
  return [{ path: [member], at: 'key', message: `has no effect without ${other}` }];
}

const approvalTimeout = ({ approval }: LooseStep): Finding[] =>
  isRecord(approval)
    ? alone(approval, 'onTimeout', approval['timeout'] !== undefined, 'timeout').map((finding) => ({
        ...finding,
        path: ['approval', ...finding.path],
      }))
    : [];

/** Checks that the backoff of a retry does not start above its maximum. */
export function checkRetry({ step: { retry } }: PlacedStep): Finding[] {
  if (!isRecord(retry)) return [];
  const backoff = durationOf(retry['backoff']);
  const most = durationOf(retry['maxBackoff']);
  if (backoff === null || most === null || backoff <= most) return [];
  const message = `is ${JSON.stringify(retry['maxBackoff'])}, expected at least backoff (${JSON.stringify(retry['backoff'])})`;
  return [{ path: ['retry', 'maxBackoff'], message }];
}

const durationOf = (value: unknown): number | null =>
  typeof value === 'string' ? parseDurationMs(value) : null;

/** Checks that a window has times with a time zone, in order, and at most 30 days apart (docs/api-contract.md 3, rule 6). */
export const checkWindow = ({ window }: LooseStep): Finding[] =>
  isRecord(window)
    ? windowFindings(window).map((finding) => ({ ...finding, path: ['window', ...finding.path] }))
    : [];

function windowFindings(window: Readonly<Record<string, unknown>>): Finding[] {
  const { start, end } = window;
  if (start === undefined && end === undefined) {
    return [{ path: [], message: 'is empty, expected start, end or both' }];
  }
  const times = ['start', 'end'].flatMap((member) => timeFinding(member, window[member]));
  if (times.length > 0 || !isWritten(start) || !isWritten(end)) return times;
  const problem = windowProblem({ dataStartTime: start, dataEndTime: end });
  return problem === null ? [] : [{ path: [], message: problem }];
}

// The values of expressions are checked when the step starts.
const isWritten = (value: unknown): value is string => typeof value === 'string' && !isTemplate(value);

function timeFinding(member: string, value: unknown): Finding[] {
  if (!isWritten(value) || instantMs(value) !== null) return [];
  const message = `is ${JSON.stringify(value)}, expected a time with a time zone, like 2026-11-01T00:00:00Z`;
  return [{ path: [member], message }];
}
