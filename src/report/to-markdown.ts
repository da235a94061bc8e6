import { checkName } from '../model/gate/check-text.js';
import { formatDuration } from '../model/time/duration.js';
import { formatCounts } from '../model/api/task-run.js';
import type { GateAnswer } from '../model/gate/gate.js';
import type { Json } from '../model/base/json.js';
import { formatNumber, formatShares } from '../model/base/numbers.js';
import { escapeMarkdown } from '../model/base/markdown.js';
import type { ResultDocument } from '../model/pipeline/result-document.js';
import { itemText, stepText } from '../model/pipeline/result-text.js';
import { countsOf } from '../model/pipeline/measured-step.js';
import type { StepResult, StepState } from '../model/pipeline/results.js';
import { labelledIn, labelsByCount } from '../model/quality/kept/merged-summary.js';
import type { MergedSummary } from '../model/quality/kept/merged-summary.js';
import type { RunEvaluation, RunQuality } from '../model/quality/kept/run-quality.js';
import { verdictText } from '../model/run/verdict.js';
import type { Verdict } from '../model/run/verdict.js';
import { trendBrief } from './trend-text.js';
import { tally, viewOf } from './result-view.js';
import type { ResultView } from './result-view.js';

const OF_VERDICT: Readonly<Record<Verdict, string>> = {
  good: '✅',
  errors: '❌',
  failed: '❌',
  cancelled: '🚫',
  running: '⏳',
};

const OF_STATE: Readonly<Record<StepState, string>> = {
  succeeded: '✅',
  failed: '❌',
  cancelled: '🚫',
  skipped: '⏭️',
  running: '⏳',
};

const OF_ANSWER: Readonly<Record<GateAnswer, string>> = { pass: '✅', warn: '⚠️', fail: '❌' };

/** GitHub drops a step's summary of more than 1 MiB as a whole. */
export const SUMMARY_MAX_BYTES = 1024 * 1024;

const MAX_ITEMS = 100;

/** A result as GitHub's Markdown, cut at the end of a line if it would exceed `maxBytes`. */
export function toMarkdown(document: ResultDocument, maxBytes = SUMMARY_MAX_BYTES): string {
  const view = viewOf(document);
  const parts = [
    head(view),
    stepTable(view.steps),
    checkTable(view.steps),
    qualityTable(view.steps),
    ...view.steps.map(itemTable),
    outputTable(view),
  ];
  const lines = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return cutLines(`${lines.join('\n\n')}\n`, maxBytes);
}

function head(view: ResultView): string[] {
  const { title, verdict, steps, startedAt, endedAt, uiUrl, workflowId } = view;
  const link =
    uiUrl === null
      ? escapeMarkdown(workflowId)
      : `[${escapeMarkdown(workflowId)}](<${uiUrl.replace(/[<>\s]/g, encodeURIComponent)}>)`;
  const facts = [tally(steps), `took ${took(startedAt, endedAt)}`, `workflow ${link}`];
  return [
    `## ${OF_VERDICT[verdict]} ${escapeMarkdown(title)}: ${verdictText(verdict)}`,
    '',
    facts.join(' · '),
  ];
}

const symbolOf = ({
  state,
  isIgnored,
  isUnresolved,
}: Pick<StepResult, 'state' | 'isIgnored' | 'isUnresolved'>): string =>
  isUnresolved === true ? '❓' : isIgnored === true ? '⚠️' : OF_STATE[state];

const stepTable = (steps: readonly StepResult[]): string[] =>
  markdownTable(
    ['', 'Step', 'Outcome', 'Gate', 'Counts', 'Took', 'Run'],
    steps.map((step) => [
      symbolOf(step),
      escapeMarkdown(step.id),
      escapeMarkdown(stepText(step)),
      step.gate === undefined ? '' : `${OF_ANSWER[step.gate.answer]} ${step.gate.answer}`,
      formatCounts(countsOf(step)),
      took(step.startedAt, step.endedAt),
      escapeMarkdown(step.result?.runId ?? '–'),
    ]),
  );

function checkTable(steps: readonly StepResult[]): string[] {
  const rows = steps.flatMap(({ id, gate }) =>
    (gate?.checks ?? []).map(({ check, answer, reason }) => [
      `${OF_ANSWER[answer]} ${answer}`,
      escapeMarkdown(id),
      escapeMarkdown(checkName(check)),
      escapeMarkdown(reason),
    ]),
  );
  return titled('Gates', markdownTable(['Answer', 'Step', 'Check', 'Found'], rows));
}

/** What the evaluations of spans said. */
function qualityTable(steps: readonly StepResult[]): string[] {
  const rows = steps.flatMap(({ id, quality }) =>
    quality === undefined ? [] : quality.evaluations.map((evaluation) => qualityRow(id, quality, evaluation)),
  );
  return titled('Quality', markdownTable(['Step', 'Evaluation', 'Spans', 'Mean', 'Labels', 'Trend'], rows));
}

function qualityRow(
  id: string,
  { spans, isSample, window }: RunQuality,
  evaluation: RunEvaluation,
): string[] {
  const { name, summary } = evaluation;
  return [
    escapeMarkdown(id),
    escapeMarkdown(name),
    `${summary.evaluated} of ${isSample ? '~' : ''}${spans}`,
    formatNumber(summary.mean),
    escapeMarkdown(labelsText(summary)),
    escapeMarkdown(trendBrief(evaluation, window)),
  ];
}

const MAX_LABELS = 5;

function labelsText(summary: MergedSummary): string {
  const labels = labelsByCount(summary);
  const texts = formatShares(labels.map((label) => (summary.labels[label] ?? 0) / labelledIn(summary)));
  const shown = labels.slice(0, MAX_LABELS).map((label, at) => `${label} ${texts[at] ?? ''}`);
  return shown.length === 0 ? '–' : shown.join(', ');
}

/** Items that did not end well: of those that did there may be a thousand. */
function itemTable({ id, items = [] }: StepResult): string[] {
  const bad = items.filter(({ state }) => state !== 'succeeded');
  const rows = bad
    .slice(0, MAX_ITEMS)
    .map((item) => [
      symbolOf(item),
      escapeMarkdown(item.key),
      escapeMarkdown(itemText(item)),
      escapeMarkdown(item.runId ?? '–'),
    ]);
  const more = bad.length > MAX_ITEMS ? ['', `… and ${bad.length - MAX_ITEMS} more.`] : [];
  const table = markdownTable(['', 'Item', 'Outcome', 'Run'], rows);
  return [...titled(`Items of ${escapeMarkdown(id)}`, table), ...more];
}

function outputTable({ steps, about }: ResultView): string[] {
  const own = Object.entries(about.outputs);
  const ofSteps = steps.flatMap((step) =>
    Object.entries(step.outputs ?? {}).map(([name, value]) => [`${step.id}.${name}`, value] as const),
  );
  const rows = [...own, ...ofSteps].map(([name, value]) => [
    escapeMarkdown(name),
    escapeMarkdown(shown(value)),
  ]);
  return titled('Outputs', markdownTable(['Output', 'Value'], rows));
}

const titled = (title: string, table: readonly string[]): string[] =>
  table.length === 0 ? [] : [`### ${title}`, '', ...table];

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const took = (start: string | null, end: string | null): string =>
  start === null || end === null ? '–' : formatDuration(Math.max(0, Date.parse(end) - Date.parse(start)));

/** A table of GitHub's Markdown. The cells are Markdown already. */
const markdownTable = (titles: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0
    ? []
    : [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

const NOTE = '\n_The rest was cut: the whole of it would be longer than it may be._\n';

/** As many lines of a text as fit into a number of bytes, with a note where not all of them do. */
function cutLines(text: string, maxBytes: number): string {
  if (bytesOf(text) <= maxBytes) return text;
  let left = maxBytes - bytesOf(NOTE);
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    left -= bytesOf(line) + 1;
    if (left < 0) break;
    kept.push(line);
  }
  return `${kept.join('\n')}\n${NOTE}`;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
