import type { TaskRun } from '../../model/api/task-run.js';
import type { Style, Tone } from '../style.js';
import { formatCounts } from '../../model/api/task-run.js';
import { formatFacts, nameAndId } from '../text/facts.js';
import { formatTable } from '../text/table.js';
import { elapsedBetween, relativeTime, timeAndAge } from '../text/time.js';
import { duplicatesText } from '../../model/run/outcome-text.js';
import type { Provenance } from '../../model/run/run-result.js';

/** A run with the names of its task and of its experiment; null if unknown. */
export interface ShownRun extends TaskRun {
  taskName: string | null;
  experimentName: string | null;
}

export const runTable = (runs: readonly TaskRun[], style: Style, nowMs: number): string[] =>
  runs.length === 0
    ? ['No runs.']
    : formatTable(
        [
          { title: 'STATUS', value: statusOf, wraps: true, tone: ({ status }) => toneOfStatus(status) },
          { title: 'RUN', value: (run) => run.id },
          { title: 'COUNTS', value: (run) => formatCounts(run.counts), isPlain: true },
          { title: 'CREATED', value: (run) => relativeTime(run.createdAt, nowMs), drop: 1 },
          {
            title: 'TOOK',
            value: (run) => elapsedBetween(run.runStartedAt, run.runFinishedAt) ?? '–',
            drop: 2,
          },
          { title: 'REASON', value: (run) => run.failureReason ?? '', wraps: true },
        ],
        runs,
        style,
      );

export const runFacts = (run: ShownRun, style: Style, nowMs: number): string[] =>
  formatFacts(
    [
      ['Run', run.id, 'strong'],
      ['Task', nameAndId(run.taskName, run.taskId)],
      ['Status', statusOf(run), toneOfStatus(run.status)],
      ['Reason', run.failureReason],
      ['Counts', formatCounts(run.counts)],
      ['Window', run.dataStartTime === null ? null : `${run.dataStartTime} to ${run.dataEndTime ?? 'now'}`],
      ['Experiment', nameAndId(run.experimentName, run.experimentId)],
      ['Created', timeAndAge(run.createdAt, nowMs)],
      ['Started', timeAndAge(run.runStartedAt, nowMs)],
      ['Finished', timeAndAge(run.runFinishedAt, nowMs)],
      ['Took', elapsedBetween(run.runStartedAt, run.runFinishedAt)],
    ],
    style,
  );

/** A status in lower case; one that this version does not know in the service's own letters. */
const statusOf = (run: TaskRun): string =>
  run.status === 'UNKNOWN' ? run.rawStatus : run.status.toLowerCase();

function toneOfStatus(status: TaskRun['status']): Tone {
  switch (status) {
    case 'COMPLETED':
      return 'good';
    case 'FAILED':
      return 'bad';
    case 'CANCELLED':
      return 'warn';
    case 'PENDING':
    case 'RUNNING':
      return 'live';
    case 'UNKNOWN':
      return 'plain';
  }
}

/** How a run came to be, in words (design/trigger-once.md, step 7). */
export function provenanceText(provenance: Provenance): string {
  const text = howText(provenance);
  const others = duplicatesText(provenance);
  return others === null ? text : `${text}; ${others}`;
}

function howText({ how, posts, candidates, duplicates = [] }: Provenance): string {
  switch (how) {
    case 'created':
      return `created with ${requests(posts)}`;
    case 'attached':
      return 'attached: started elsewhere';
    case 'reused':
      return posts === 0
        ? 'none: its experiment existed already'
        : `refused after ${requests(posts)}: its experiment existed already`;
    case 'adopted':
      return posts === 0
        ? 'adopted: triggered before this start'
        : `adopted after ${requests(posts)}: the answer to the trigger was lost`;
    case 'adopted-after-duplicates':
      return `kept after ${requests(posts)} from ${candidates.length} runs; ${stoppedText(duplicates)}`;
  }
}

/** The same if it is unusual, else null. */
export const unusualProvenance = (provenance: Provenance): string | null =>
  provenance.duplicatesUnknown === undefined &&
  ((provenance.how === 'created' && provenance.posts <= 1) || provenance.how === 'attached')
    ? null
    : provenanceText(provenance);

const requests = (posts: number): string => `${posts} ${posts === 1 ? 'request' : 'requests'}`;

const stoppedText = (duplicates: NonNullable<Provenance['duplicates']>): string =>
  duplicates.length === 0
    ? 'some may belong to others, so none was cancelled'
    : duplicates.map(({ runId, status }) => `${runId} ${status.toLowerCase()}`).join(', ');
