import { formatNumber, formatShare } from '../base/numbers.js';
import { inDigits } from './check-text.js';
import type { CheckEvidence, EvidenceSource, WindowEvidence } from './evidence.js';
import type { GateCheck } from './gate.js';

/** What is to be known of how windows were read, for a reason: by what evaluations were recognised, and what is not exact. */
export const howWindowsWereRead = (check: GateCheck, { source, baseline }: CheckEvidence): string =>
  [
    noteOf(check, source, ''),
    baseline === undefined ? '' : noteOf(check, baseline.source, 'baseline: '),
  ].join('');

function noteOf({ between }: GateCheck, { windows = [] }: EvidenceSource, prefix: string): string {
  // Judges are compared whoever wrote what they said.
  const attribution = between === undefined ? byWindow(windows, prefix === '') : null;
  const notes = [attribution, rounded(windows), sampled(windows), keptBefore(windows)].filter(
    (note) => note !== null,
  );
  return notes.length === 0 ? '' : ` (${prefix}${notes.join('; ')})`;
}

// Earlier windows are read for the evaluations of the task: no run is known.
function byWindow(windows: readonly WindowEvidence[], isOwn: boolean): string | null {
  if (windows.some(({ attributedBy }) => attributedBy === 'window'))
    return 'evaluations counted by their window, since none names its task or run';
  const isByTask = isOwn && windows.some(({ attributedBy }) => attributedBy === 'task');
  return isByTask ? 'evaluations counted by their task, since none names its run' : null;
}

function rounded(windows: readonly WindowEvidence[]): string | null {
  const error = Math.max(0, ...windows.map(({ roundedBy = 0 }) => roundedBy));
  return error === 0 ? null : `± ${inDigits(error)}, since there are more than 1,000 different scores`;
}

function sampled(windows: readonly WindowEvidence[]): string | null {
  const [first, ...more] = windows.flatMap((each) => (each.sampled === undefined ? [] : [each.sampled]));
  if (first === undefined) return null;
  const error = first.error === null ? '' : `, ± ${formatNumber(first.error)}`;
  const others = more.length === 0 ? '' : `, and ${more.length} more windows sampled`;
  return `a sample of ${formatShare(first.share)} of the window${error}${others}`;
}

function keptBefore(windows: readonly WindowEvidence[]): string | null {
  const count = windows.filter(({ kept }) => kept !== undefined).length;
  if (count === 0) return null;
  const which = count === windows.length ? '' : `${count} of ${windows.length} windows `;
  return `${which}from the ledger of quality`;
}
