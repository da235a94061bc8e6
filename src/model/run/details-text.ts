import { escapeMarkdown } from '../base/markdown.js';
import { outcomeText } from './outcome-text.js';
import type { RunResult, StartedRun } from './run-result.js';
import { verdictText } from './verdict.js';
import type { Verdict } from './verdict.js';

/** The first line of what Temporal's UI shows of a workflow; `why` is Markdown already. */
export const verdictHeading = (verdict: Verdict, why?: string): string =>
  `**Verdict: ${verdict}** (${verdictText(verdict)})${why === undefined ? '' : `: ${why}`}`;

/** A run that is waited for, as Markdown. */
export const waitingDetails = ({ runId, taskName, taskId, deadlineMs }: StartedRun): string => {
  const until = deadlineMs === null ? '' : `, until ${new Date(deadlineMs).toISOString()} at the latest`;
  return `**Waiting** for run ${escapeMarkdown(runId)} of task ${escapeMarkdown(taskName ?? taskId ?? 'unknown')}${until}`;
};

/** The end of a run, as Markdown. */
export const runDetails = ({ verdict, outcome, runId, chained = [] }: RunResult): string =>
  [
    verdictHeading(verdict, escapeMarkdown(outcomeText(outcome))),
    ...(runId === null ? [] : ['', `Run ${escapeMarkdown(runId)}`]),
    ...chained.map(
      (each) =>
        `- chained evaluation ${escapeMarkdown(each.taskId)}: ${escapeMarkdown(outcomeText(each.outcome))}`,
    ),
  ].join('\n');
