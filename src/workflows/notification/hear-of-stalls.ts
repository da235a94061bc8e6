import { defineSignal, setHandler } from '@temporalio/workflow';
import type { NoticeSketch } from '../../model/notification/notice-of.js';
import { STALLED_SIGNAL, stalledNotice, stalledProblem } from '../../model/run/notices/stall-notice.js';
import type { StalledRun } from '../../model/run/notices/stall-notice.js';
import { warnIgnored } from '../shared/updates.js';
import type { Teller } from './teller.js';

const stalled = defineSignal<[runs: StalledRun[]]>(STALLED_SIGNAL);

/**
 * Tells of runs that stand still. The worker that looks at a run sees it, and signals the workflow that a person or a schedule
 * started: a run that moves costs nothing. `known` are the runs that were told of, each once.
 */
export function hearOfStalls(
  teller: Teller,
  subject: NoticeSketch['subject'],
  known = new Set<string>(),
): void {
  setHandler(stalled, (runs: unknown) => {
    const problem = stalledProblem(runs);
    if (problem !== null) return warnIgnored(STALLED_SIGNAL, problem);
    const news = (runs as StalledRun[]).filter(({ runId }) => !known.has(runId));
    for (const { runId } of news) known.add(runId);
    if (news.length > 0) teller.tell(stalledNotice(subject, news));
  });
}
