import { formatCounts } from '../api/task-run.js';
import { escapeMarkdown } from '../base/markdown.js';
import { verdictHeading } from '../run/details-text.js';
import type { Verdict } from '../run/verdict.js';
import { startsMore } from './backfill-figures.js';
import type { BackfillMemo, WindowState } from './backfill.js';

/** The states of a backfill's windows in words. */
const WORDS: Readonly<Record<WindowState, string>> = {
  evaluated: 'evaluated',
  nothingToDo: 'had nothing to do',
  empty: 'empty',
  errors: 'with too many errors',
  failed: 'failed',
  cancelled: 'cancelled',
  truncated: 'truncated',
  unresolved: 'unresolved',
  running: 'running',
  waiting: 'waiting',
  split: 'split in two',
};

/** `112 evaluated, 3 empty, 5 failed, 10 running, 270 waiting`; the last ones are `not started` if nothing more starts. */
export function windowsText(windows: Readonly<Record<WindowState, number>>, isStarting: boolean): string {
  const states = Object.keys(WORDS) as WindowState[];
  const parts = states
    .filter((state) => windows[state] > 0)
    .map((state) => `${windows[state]} ${state === 'waiting' && !isStarting ? 'not started' : WORDS[state]}`);
  return parts.length === 0 ? 'no windows' : parts.join(', ');
}

/** A backfill as Markdown, for Temporal's UI. `verdict` is null while it runs. */
export const backfillDetails = (memo: BackfillMemo, verdict: Verdict | null): string =>
  [
    verdict === null ? stateHeading(memo) : verdictHeading(verdict),
    '',
    `- windows: ${windowsText(memo.windows, startsMore(memo, verdict !== null))}`,
    `- runs: ${memo.runs}, ${memo.windows.running} of at most ${memo.limit} at once`,
    `- spans: ${formatCounts(memo.counts)}`,
  ].join('\n');

function stateHeading({ paused, stopped }: BackfillMemo): string {
  if (stopped !== null) return `**Stopping**: ${escapeMarkdown(stopped)}`;
  if (paused === null) return '**Running**';
  const why = paused.reason === null ? '' : `: ${escapeMarkdown(paused.reason)}`;
  return `**Paused** by ${escapeMarkdown(paused.by)}${why}`;
}
