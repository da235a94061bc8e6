import { isTemplate } from '../../../expressions/split-template.js';
import { instantMs, windowProblem } from '../../../model/time/window.js';
import type { Finding } from '../../document/finding.js';
import { isRecord } from './loose-step.js';
import type { LooseStep } from './loose-step.js';

/** A window is of times with a zone, in order, and at most 30 days long (docs/api-contract.md 3, rule 6). */
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

// What an expression gives is looked at when the step starts.
const isWritten = (value: unknown): value is string => typeof value === 'string' && !isTemplate(value);

function timeFinding(member: string, value: unknown): Finding[] {
  if (!isWritten(value) || instantMs(value) !== null) return [];
  const message = `is ${JSON.stringify(value)}, expected a time with its zone, like 2026-11-01T00:00:00Z`;
  return [{ path: [member], message }];
}
