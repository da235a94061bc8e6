import { instantMs, windowProblem } from '../../model/window.js';
import type { Finding } from '../finding.js';
import { isRecord } from './loose-step.js';
import type { LooseStep } from './loose-step.js';

/** Windows are times with a zone, in order, and at most 30 days long (contract section 3, rule 6). */
export const checkWindows = (steps: readonly LooseStep[]): Finding[] =>
  steps.flatMap(({ window }, position) =>
    isRecord(window)
      ? windowFindings(window).map((at) => ({ ...at, path: ['steps', position, 'window', ...at.path] }))
      : [],
  );

function windowFindings(window: Readonly<Record<string, unknown>>): Finding[] {
  const { start, end } = window;
  if (start === undefined && end === undefined) {
    return [{ path: [], message: 'is empty, expected start, end or both' }];
  }
  const times = ['start', 'end'].flatMap((member) => timeFinding(member, window[member]));
  if (times.length > 0 || typeof start !== 'string' || typeof end !== 'string') return times;
  const problem = windowProblem({ dataStartTime: start, dataEndTime: end });
  return problem === null ? [] : [{ path: [], message: problem }];
}

function timeFinding(member: string, value: unknown): Finding[] {
  if (typeof value !== 'string' || instantMs(value) !== null) return [];
  const message = `is ${JSON.stringify(value)}, expected a time with its zone, like 2026-11-01T00:00:00Z`;
  return [{ path: [member], message }];
}
