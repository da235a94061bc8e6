import { escapeMarkdown } from '../base/markdown.js';
import { duplicatesText, outcomeText } from './outcome-text.js';
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
export function runDetails({ verdict, outcome, runId, provenance, chained = [] }: RunResult): string {
  const duplicates = duplicatesText(provenance);
  return [
    verdictHeading(verdict, escapeMarkdown(outcomeText(outcome))),
    ...(runId === null ? [] : ['', `Run ${escapeMarkdown(runId)}`]),
    ...(duplicates === null ? [] : ['', escapeMarkdown(duplicates)]),
    ...chained.map(
      (each) =>
        `- chained evaluation ${escapeMarkdown(each.taskId)}: ${escapeMarkdown(outcomeText(each.outcome))}`,
    ),
  ].join('\n');
}
