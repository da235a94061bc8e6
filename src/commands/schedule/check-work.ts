import { findingsIn, parsePipeline } from '../../files/pipeline/parse-pipeline.js';
import { InvalidFileError } from '../../files/document/finding.js';
import type { FileProblem } from '../../files/document/finding.js';
import { sampleInputs } from '../../files/schedule/scheduled-pipeline.js';
import type { Plan } from '../../model/pipeline/plan.js';
import type { ScheduleDefinition, ScheduledTask } from '../../model/schedule/schedule.js';
import type { Output } from '../base/output.js';
import { checkPlanOf } from '../pipeline/plan-pipeline.js';
import type { Session } from '../session/session.js';
import type { ReadSchedule } from './read-schedule.js';

/**
 * Looks up everything that the work of schedules names, without changing anything.
 * @throws InvalidFileError with what is missing in all of them
 */
export async function requireNames(
  session: Session,
  schedules: readonly ReadSchedule[],
  output: Output,
): Promise<void> {
  const errors: InvalidFileError[] = [];
  for (const schedule of schedules) errors.push(...(await errorsOf(session, schedule, output)));
  const [first, ...others] = errors;
  if (first === undefined) return;
  const further = others.flatMap(({ fileName, problems }) =>
    problems.map((problem) => placed(problem, fileName)),
  );
  throw new InvalidFileError(first.fileName, [...first.problems, ...further]);
}

/** A problem with its place in a file that is not the first one. */
const placed = (problem: FileProblem, fileName: string): FileProblem => ({
  ...problem,
  source: problem.source ?? `${fileName}:${problem.line}:${problem.column}`,
});

async function errorsOf(
  session: Session,
  { definition, text, fileName }: ReadSchedule,
  output: Output,
): Promise<InvalidFileError[]> {
  const { work } = definition;
  if (work.kind === 'task') {
    const { findings } = await checkPlanOf(session, planOf(work, definition), output);
    const ofTask = findings.map((finding) => ({ ...finding, path: ['task'] }));
    return ofTask.length === 0 ? [] : [findingsIn(text, fileName, ofTask)];
  }
  const plan = parsePipeline(work.text, work.fileName, work.variables, { values: sampleInputs(work) });
  const { findings } = await checkPlanOf(session, plan, output);
  return findings.length === 0 ? [] : [findingsIn(work.text, work.fileName, findings)];
}

/** A pipeline of one step, which is what a firing of the task does. */
function planOf({ task, space, trigger }: ScheduledTask, { name, window }: ScheduleDefinition): Plan {
  const fields = window === null ? trigger : { ...trigger, ...SAMPLE_WINDOW };
  const step = { id: 'task', needs: [], task, trigger: fields, experimentsFrom: [] };
  return { version: 1, name, labels: {}, steps: [space === undefined ? step : { ...step, space }] };
}

const SAMPLE_WINDOW = { dataStartTime: '2026-01-01T00:00:00.000Z', dataEndTime: '2026-01-01T01:00:00.000Z' };
