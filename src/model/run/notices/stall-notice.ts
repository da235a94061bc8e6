import { formatCounts } from '../../api/task-run.js';
import type { RunCounts } from '../../api/task-run.js';
import { listOf, members, milliseconds, text, whole } from '../../base/checks.js';
import { factsOf } from '../../notification/facts.js';
import type { NoticeSketch } from '../../notification/notice-of.js';
import { formatDuration } from '../../time/duration.js';

/** A run that does not move, as the worker that looks at it reports to the workflow that tells. */
export interface StalledRun {
  runId: string;
  status: string;
  counts: RunCounts;
  /** For how long its status and counts have been the same, in milliseconds. */
  stillMs: number;
}

/** The signal by which a worker tells a workflow that runs do not move; its argument is a list of {@link StalledRun}. */
export const STALLED_SIGNAL = 'stalled';

/** The most runs of one signal. */
export const MAX_STALLED = 100;

const SHOWN = 10;

const count = whole(0);

const stalledRuns = listOf(
  members<StalledRun>({
    runId: text,
    status: text,
    counts: members({ successes: count, errors: count, skipped: count }),
    stillMs: milliseconds(0),
  }),
  1,
);

/** What is wrong with the argument of {@link STALLED_SIGNAL}, which anyone may send; null if nothing is. */
export const stalledProblem = (value: unknown): string | null => stalledRuns(value, 'its argument');

/** What is told of runs that stand still. Each run is told of once in a workflow. */
export function stalledNotice(subject: NoticeSketch['subject'], runs: readonly StalledRun[]): NoticeSketch {
  const ids = runs.map(({ runId }) => runId);
  return {
    kind: 'stalled',
    subject,
    title: runs.length === 1 ? `Run ${ids[0] ?? ''} does not move` : `${runs.length} runs do not move`,
    evidence: runs
      .slice(0, SHOWN)
      .flatMap(({ runId, status, counts, stillMs }) =>
        factsOf([
          'run',
          `${runId}: ${status.toLowerCase()}, ${formatCounts(counts)}, the same for ${formatDuration(stillMs)}`,
        ]),
      ),
    occurrence: ids.join(' '),
  };
}
