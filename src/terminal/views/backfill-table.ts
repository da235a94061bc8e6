import type { BackfillPlanMemo } from '../../model/backfill/backfill-plan-memo.js';
import { figuresOf } from '../../model/backfill/backfill-figures.js';
import type { BackfillMemo } from '../../model/backfill/backfill.js';
import type { Style, Tone } from '../style.js';
import { formatTable } from '../text/table.js';
import { elapsedBetween, relativeTime } from '../text/time.js';
import { endText, toneOfEnd } from './workflow-views.js';
import type { WorkflowSummary } from '../../model/temporal/workflow-snapshot.js';

/** A backfill in a list; null if its memo is missing or cannot be read. */
export interface BackfillSummary extends Pick<
  WorkflowSummary,
  'workflowId' | 'status' | 'verdict' | 'startedAt' | 'closedAt'
> {
  plan: BackfillPlanMemo | null;
  progress: BackfillMemo | null;
  /** False: it is encrypted with a key that is not here, in part at least. */
  isReadable: boolean;
}

export const backfillTable = (rows: readonly BackfillSummary[], style: Style, nowMs: number): string[] =>
  rows.length === 0
    ? ['No backfills.']
    : formatTable<BackfillSummary>(
        [
          { title: 'STATUS', value: statusText, tone: toneOf },
          { title: 'BACKFILL', value: ({ workflowId }) => workflowId },
          { title: 'RANGE', value: rangeText, drop: 1 },
          { title: 'DONE', value: (row) => doneOf(row, nowMs), align: 'right' },
          { title: 'BAD', value: (row) => badOf(row, nowMs), align: 'right' },
          { title: 'STARTED', value: ({ startedAt }) => relativeTime(startedAt, nowMs), drop: 2 },
          {
            title: 'TOOK',
            drop: 3,
            value: ({ startedAt, closedAt }) => elapsedBetween(startedAt, closedAt) ?? '–',
            align: 'right',
          },
        ],
        rows,
        style,
      );

function statusText({ status, verdict, progress }: BackfillSummary): string {
  if (status !== 'RUNNING') return endText({ status, verdict, failureType: null });
  return (progress?.stopped ?? null) !== null
    ? 'stopping'
    : (progress?.paused ?? null) !== null
      ? 'paused'
      : 'running';
}

const toneOf = (row: BackfillSummary): Tone =>
  row.status === 'RUNNING' && statusText(row) !== 'running'
    ? 'warn'
    : toneOfEnd({ ...row, failureType: null });

const rangeText = ({ plan }: BackfillSummary): string =>
  plan === null ? '–' : `${plan.range.dataStartTime.slice(0, 10)} to ${plan.range.dataEndTime.slice(0, 10)}`;

function doneOf({ plan, progress, isReadable, status }: BackfillSummary, nowMs: number): string {
  if (progress === null && !isReadable) return 'encrypted';
  if (progress === null) return plan === null ? '–' : `0 of ${plan.windows}`;
  const { ended, total } = figuresOf(progress, nowMs, status !== 'RUNNING');
  return `${ended} of ${total}`;
}

function badOf({ progress, status }: BackfillSummary, nowMs: number): string {
  return progress === null ? '–' : String(figuresOf(progress, nowMs, status !== 'RUNNING').bad);
}
