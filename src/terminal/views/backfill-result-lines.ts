import type { BackfillProblem, BackfillResult } from '../../model/backfill/backfill.js';
import { windowsText } from '../../model/backfill/details-text.js';
import type { Concluded } from '../../model/pipeline/result-document.js';
import { formatCounts, totalOf } from '../../model/api/task-run.js';
import { windowCount } from '../../model/backfill/window-list.js';
import type { Style } from '../style.js';
import { formatFacts } from '../text/facts.js';
import { elapsedBetween } from '../text/time.js';
import { formatTable } from '../text/table.js';
import { placeFacts } from './result-views.js';
import { symbolOfVerdict, toneOfVerdict } from './symbols.js';

const PROBLEMS_SHOWN = 20;

/** How a backfill ended: what did not go well, then the sums. */
export const backfillResultLines = (
  result: BackfillResult,
  place: Concluded<BackfillResult>,
  style: Style,
): string[] => [
  ...problemLines(result.problems, style),
  ...formatFacts(
    [
      [
        'Backfill',
        `${symbolOfVerdict(result.verdict, style)} ${result.task.name}: ${result.verdict}`,
        toneOfVerdict(result.verdict),
      ],
      ['Range', `${result.range.dataStartTime} to ${result.range.dataEndTime}`],
      ['Windows', windowsText(result.windows, false)],
      ['Left', leftText(result), 'warn'],
      ['Stopped', result.stopped, 'warn'],
      ['Counts', totalOf(result.counts) === 0 ? null : formatCounts(result.counts)],
      ['Runs', String(result.runs)],
      ['Checked', checkText(result.verified), 'plain'],
      ['Took', elapsedBetween(result.startedAt, result.endedAt)],
      ...placeFacts(place),
    ],
    style,
  ),
];

/** What a comparison of some windows with their spans found. */
function checkText(verified: BackfillResult['verified']): string | null {
  if (verified === null) return null;
  if (verified.problem !== null) return `no windows were compared with their spans: ${verified.problem}`;
  const { windows, spans } = verified;
  const late = spans.late === null || spans.late === 0 ? '' : `, ${spans.late} of them since the run`;
  return `${windows.compared} of ${windows.total} windows compared with their spans: ${spans.total} spans, ${spans.evaluated} evaluated, ${spans.without} not${late}`;
}

function leftText({ failed, notBegun, unresolved }: BackfillResult): string | null {
  const parts: [number, string][] = [
    [windowCount(failed), 'did not end well'],
    [windowCount(notBegun), 'not started'],
    [windowCount(unresolved), 'unresolved'],
  ];
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return told.length === 0 ? null : told.join(', ');
}

function problemLines(problems: readonly BackfillProblem[], style: Style): string[] {
  if (problems.length === 0) return [];
  const shown = problems.slice(-PROBLEMS_SHOWN);
  const hidden = problems.length - shown.length;
  return [
    ...formatTable<BackfillProblem>(
      [
        {
          title: 'WINDOW',
          value: ({ window }) => `${window.dataStartTime} to ${window.dataEndTime}`,
          wraps: true,
        },
        {
          title: 'OUTCOME',
          value: ({ outcome, reason }) =>
            outcome.replaceAll('-', ' ') + (reason === null ? '' : `: ${reason}`),
          tone: () => 'bad',
          wraps: true,
        },
        { title: 'RUN', value: ({ runId }) => runId ?? '–' },
      ],
      shown,
      style,
    ),
    ...(hidden > 0 ? [style.paint('dim', `… and ${hidden} earlier ones (see -o json)`)] : []),
    '',
  ];
}
