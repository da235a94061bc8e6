import { factsOf, firstFacts } from '../notification/facts.js';
import type { Evidence } from '../notification/notice.js';
import type { NoticeSketch } from '../notification/notice-of.js';
import { outcomeText } from '../run/outcome-text.js';
import { isToldOf } from '../run/notices/run-notices.js';
import { verdictText } from '../run/verdict.js';
import type { FiredWindow, FiringResult } from './firing.js';

export const scheduleSubject = (name: string): NoticeSketch['subject'] => ({ kind: 'schedule', name });

const SHOWN = 10;

/**
 * What is told of the end of a firing; null: nothing. `failedAt`: the time of the firing before it, which had not ended well;
 * null: it had, or is not known.
 */
export function firingNotice(result: FiringResult, failedAt: string | null): NoticeSketch | null {
  const { schedule, nominalAt, verdict, windows } = result;
  const unseen = windows.filter(({ outcome }) => outcome?.kind === 'cancel-unconfirmed');
  const subject = scheduleSubject(schedule);
  if (verdict === 'good')
    return failedAt === null
      ? null
      : {
          kind: 'recovered',
          subject,
          title: `Schedule ${schedule} recovered: its firing of ${nominalAt} ended well`,
          evidence: [...factsOf(['failed before', failedAt]), ...figuresOf(result)],
        };
  if (!isToldOf(verdict, unseen.length > 0)) return null;
  const isCancelled = verdict === 'cancelled';
  const bad = isCancelled ? unseen : windows.filter((window) => window.verdict !== 'good');
  const what = isCancelled ? 'was cancelled, and runs of it may still be active' : verdictText(verdict);
  return {
    kind: 'failed',
    subject,
    title: `Schedule ${schedule}: its firing of ${nominalAt} ${what}`,
    evidence: [...figuresOf(result), ...firstFacts(bad.map(windowFact), SHOWN)],
  };
}

const figuresOf = ({ windows, watermark, note }: FiringResult): Evidence[] => {
  const good = windows.filter(({ verdict }) => verdict === 'good').length;
  return factsOf(
    ['windows', `${good} of ${windows.length} ended well`],
    ['watermark', watermark],
    ['note', note],
  );
};

const windowFact = ({ window, verdict, outcome, runId, reason }: FiredWindow): Evidence => ({
  name: window?.dataStartTime ?? 'its work',
  value: [verdict, runId, reason ?? (outcome === null ? null : outcomeText(outcome))]
    .filter((text) => text !== null)
    .join(', '),
});
