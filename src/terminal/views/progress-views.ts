import { formatDuration } from '../../model/duration.js';
import { isFinal } from '../../model/snapshot.js';
import type { StepSnapshot, WorkflowSnapshot } from '../../model/snapshot.js';
import { totalOf } from '../../model/task-run.js';
import type { Style } from '../style.js';
import { formatCounts, formatRate } from '../text/counts.js';
import { cleanText } from '../text/clean-text.js';
import { formatTable } from '../text/table.js';
import { symbolOfStage, toneOfStage } from './symbols.js';

/** The steps at one moment, at most `maxRows` of them, with a line of totals. For a live region. */
export function progressLines(
  snapshot: WorkflowSnapshot,
  style: Style,
  nowMs: number,
  maxRows: number,
): string[] {
  const shown = mostTelling(snapshot.steps, maxRows);
  const hidden = snapshot.steps.length - shown.length;
  return [
    ...stepTable(shown, style, nowMs),
    ...(hidden > 0 ? [style.paint('dim', `${style.unicode ? '…' : '...'} ${hidden} more`)] : []),
    ...(snapshot.steps.length > 1 ? [style.paint('dim', totalsLine(snapshot, nowMs))] : []),
  ];
}

export const stepTable = (steps: readonly StepSnapshot[], style: Style, nowMs: number): string[] =>
  formatTable(
    [
      {
        title: '',
        value: (step) => symbolOfStage(step.stage, style),
        tone: ({ stage }) => toneOfStage(stage),
      },
      { title: 'STEP', value: (step) => step.id, tone: () => 'strong', shrinks: true },
      { title: 'STATUS', value: statusText, tone: ({ stage }) => toneOfStage(stage) },
      { title: 'COUNTS', value: (step) => formatCounts(step.counts) },
      {
        title: 'RATE',
        value: (step) => formatRate(step.counts, elapsedMs(step, nowMs) ?? 0),
        align: 'right',
      },
      { title: 'TIME', value: (step) => elapsedText(step, nowMs), align: 'right' },
      { title: 'RUN', value: (step) => step.runId ?? '–' },
      { title: '', value: (step) => step.note ?? '', shrinks: true },
    ],
    steps,
    style,
  );

/** What can be told of a step in one line, for logs. Equal lines mean that nothing changed. */
export const stepLine = (step: StepSnapshot): string =>
  cleanText(
    [
      `${step.id}: ${statusText(step)}`,
      ...(step.runId === null ? [] : [`run ${shortened(step.runId)}`]),
      ...(isFinal(step) && step.counts !== null ? [formatCounts(step.counts)] : []),
      ...(step.note === null ? [] : [step.note]),
    ].join(', '),
  );

// An ID that was given by hand can be anything, also of many pages.
const shortened = (id: string): string => (id.length <= 100 ? id : `${id.slice(0, 99)}…`);

/** `3 of 5 steps, 1 running, 420 ok, 3 errors, 0 skipped, 2m 05s`. */
export function totalsLine({ steps, startedAt, closedAt }: WorkflowSnapshot, nowMs: number): string {
  const ended = steps.filter(isFinal).length;
  const active = steps.filter((step) => !isFinal(step) && step.stage !== 'waiting').length;
  const counts = steps.reduce(
    (sum, step) => ({
      successes: sum.successes + (step.counts?.successes ?? 0),
      errors: sum.errors + (step.counts?.errors ?? 0),
      skipped: sum.skipped + (step.counts?.skipped ?? 0),
    }),
    { successes: 0, errors: 0, skipped: 0 },
  );
  const elapsed = formatDuration(
    Math.max(0, (closedAt === null ? nowMs : Date.parse(closedAt)) - Date.parse(startedAt)),
  );
  const counted = totalOf(counts) === 0 ? '' : `, ${formatCounts(counts)}`;
  return `${ended} of ${steps.length} steps done, ${active} active${counted}, ${elapsed}`;
}

function statusText({ stage, status }: StepSnapshot): string {
  return stage === 'running' && status !== null ? status.toLowerCase() : stage;
}

function elapsedMs({ startedAt, endedAt }: StepSnapshot, nowMs: number): number | null {
  if (startedAt === null) return null;
  return Math.max(0, (endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(startedAt));
}

function elapsedText(step: StepSnapshot, nowMs: number): string {
  const ms = elapsedMs(step, nowMs);
  return ms === null ? '–' : formatDuration(ms);
}

// What goes on matters most, then what failed, then what is to come; within that the order of the list.
function mostTelling(steps: readonly StepSnapshot[], maxRows: number): StepSnapshot[] {
  if (steps.length <= maxRows) return [...steps];
  const ranked = [...steps].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(1, maxRows));
  return steps.filter((step) => ranked.includes(step));
}

const rank = ({ stage }: StepSnapshot): number =>
  ['running', 'triggering', 'cancelling'].includes(stage)
    ? 0
    : stage === 'failed'
      ? 1
      : stage === 'waiting'
        ? 2
        : 3;
