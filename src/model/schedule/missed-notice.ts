import { factsOf } from '../notification/facts.js';
import type { NoticeSketch } from '../notification/notice-of.js';
import { scheduleSubject } from './firing-notices.js';
import type { ScheduleProblem, ScheduleReport } from './schedule-report.js';

/** Kinds of trouble that a time without a firing has; the others have a firing, which tells of itself. */
const MISSED: ReadonlySet<ScheduleProblem['kind']> = new Set([
  'overlap',
  'paused-by-failure',
  'catch-up',
  'overdue',
  'unexplained',
] as const);

/** What is told of the times of a schedule that were missed: one notice a reason, and another one once more are missed. */
export const missedNotices = ({
  name,
  problems,
}: Pick<ScheduleReport, 'name' | 'problems'>): NoticeSketch[] =>
  problems
    .filter(({ kind }) => MISSED.has(kind))
    .map(({ kind, count, firstAt, lastAt, text, workflowId }) => ({
      kind: 'schedule-missed',
      subject: scheduleSubject(name),
      title: `Schedule ${name} missed ${count === 1 ? `its time ${lastAt}` : `${count} times until ${lastAt}`}`,
      evidence: factsOf(['why', text], ['first', firstAt], ['last', lastAt], ['firing', workflowId]),
      occurrence: `${kind} ${lastAt}`,
    }));
