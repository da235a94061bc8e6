import { formatDuration } from '../../model/time/duration.js';
import { formatCounts, NO_COUNTS, sumOfCounts, totalOf } from '../../model/api/task-run.js';
import type { GraphNode } from '../../model/pipeline/graph.js';
import { isFinal } from '../../model/pipeline/snapshot.js';
import type { FiringMemo } from '../../model/schedule/firing.js';
import { firingText } from '../../model/schedule/firing-text.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import type { Style } from '../style.js';
import { cleanText, textWidth } from '../text/text.js';
import { formatItems, formatRate } from '../text/counts.js';
import { formatTable } from '../text/table.js';
import type { Column } from '../text/table-layout.js';
import { relativeTime } from '../text/time.js';
import { backfillProgressLines, standingOf } from './backfill-progress-lines.js';
import { stepTree } from './step-tree.js';
import type { TreeRow } from './step-tree.js';
import { symbolOfStage, toneOfStage } from './symbols.js';

/** The steps at one moment, at most `maxRows` of them, with a line of totals. For a live region. */
export function progressLines(
  snapshot: WorkflowSnapshot,
  style: Style,
  nowMs: number,
  maxRows: number,
): string[] {
  const backfill = standingOf(snapshot, nowMs);
  if (backfill !== null) return backfillProgressLines(backfill.memo, style, backfill.atMs, backfill.isOver);
  if (snapshot.firing !== undefined) return firingLines(snapshot.firing, nowMs);
  const shown = mostTelling(snapshot.steps, maxRows);
  const hidden = snapshot.steps.filter((step) => !shown.has(step));
  const paused = pausedText(snapshot, nowMs);
  return [
    ...liveTable(snapshot.steps, shown, style, nowMs),
    ...(hidden.length > 0 ? [style.paint('dim', hiddenLine(hidden, style))] : []),
    ...(snapshot.steps.length > 1 ? [style.paint('dim', totalsLine(snapshot, nowMs))] : []),
    ...(paused === null ? [] : [style.paint('warn', paused)]),
  ];
}

/** What a firing of a schedule does. */
const firingLines = (firing: FiringMemo, nowMs: number): string[] => [
  `It ${cleanText(firingText(firing))}, since ${relativeTime(firing.since, nowMs)}.`,
];

/** `Paused by ann since 3m: nothing new is started.`, or null. */
export function pausedText(
  { pausedAt, pausedBy, pausedReason }: WorkflowSnapshot,
  nowMs: number,
): string | null {
  if (pausedAt === undefined) return null;
  const by = pausedBy === undefined ? '' : ` by ${cleanText(pausedBy)}`;
  const why = pausedReason === undefined ? '' : ` (${cleanText(pausedReason)})`;
  return `Paused${by} ${relativeTime(pausedAt, nowMs)}${why}: no new work starts.`;
}

function hiddenLine(hidden: readonly StepSnapshot[], { unicode }: Style): string {
  const byStage = new Map<string, number>();
  for (const step of hidden) byStage.set(stageText(step), (byStage.get(stageText(step)) ?? 0) + 1);
  const told = [...byStage].map(([stage, count]) => `${count} ${stage}`).join(', ');
  return `${unicode ? '…' : '...'} ${hidden.length} more: ${told}`;
}

/** A row for each step, drawn as the tree that its needs make. */
export const stepTable = (steps: readonly StepSnapshot[], style: Style, nowMs: number): string[] =>
  formatTable([...stepColumns(style), ...wideColumns(nowMs)], rowsOf(steps, style), style);

/** The same for a screen that is drawn anew: if it is narrow, the details of a step stand in one column and are cut. */
function liveTable(
  steps: readonly StepSnapshot[],
  shown: ReadonlySet<StepSnapshot>,
  style: Style,
  nowMs: number,
): string[] {
  const rows = rowsOf(steps, style).filter(({ step }) => shown.has(step));
  const wide = formatTable([...stepColumns(style), ...wideColumns(nowMs)], rows, {
    ...style,
    columns: Number.POSITIVE_INFINITY,
  });
  if (wide.every((line) => textWidth(line) <= style.columns)) return wide;
  return formatTable([...stepColumns(style), ...narrowColumns(nowMs)], rows, style);
}

type StepRow = TreeRow<StepSnapshot>;

// Steps without their dependencies cannot be drawn as a tree.
const rowsOf = (steps: readonly StepSnapshot[], style: Style): StepRow[] =>
  steps.length > 1 && steps.every(tellsNeeds)
    ? stepTree(steps, style)
    : steps.map((step) => ({ step, guide: '' }));

const tellsNeeds = (step: StepSnapshot): step is StepSnapshot & GraphNode => step.needs !== undefined;

const stepColumns = (style: Style): Column<StepRow>[] => [
  {
    title: '',
    value: ({ step }) => symbolOfStage(step.stage, style),
    tone: ({ step }) => toneOfStage(step.stage),
  },
  { title: 'STEP', value: ({ step, guide }) => guide + step.id, tone: () => 'strong' },
  { title: 'STATUS', value: ({ step }) => statusText(step), tone: ({ step }) => toneOfStage(step.stage) },
];

const wideColumns = (nowMs: number): Column<StepRow>[] => [
  { title: 'COUNTS', value: ({ step }) => countsText(step), isPlain: true },
  { title: 'RATE', value: ({ step }) => rateText(step, nowMs), align: 'right', drop: 1 },
  { title: 'TIME', value: ({ step }) => elapsedText(step, nowMs), align: 'right' },
  { title: 'RUN', value: ({ step }) => step.runId ?? '–' },
  { title: '', value: ({ step }) => step.note ?? '', wraps: true },
];

const narrowColumns = (nowMs: number): Column<StepRow>[] => [
  { title: 'TIME', value: ({ step }) => elapsedText(step, nowMs), align: 'right' },
  { title: '', value: ({ step }) => detailText(step, nowMs), cuts: true },
];

function detailText(step: StepSnapshot, nowMs: number): string {
  const counts = countsText(step);
  const rate = isFinal(step) ? '–' : rateText(step, nowMs);
  return [...[counts, rate].filter((text) => text !== '–'), ...(step.note === null ? [] : [step.note])].join(
    ', ',
  );
}

const countsText = ({ items, counts }: StepSnapshot): string =>
  items === undefined ? formatCounts(counts) : formatItems(items);

const rateText = (step: StepSnapshot, nowMs: number): string =>
  formatRate(step.counts, elapsedMs(step, nowMs) ?? 0);

/** A step in one line, for logs. Equal lines mean that nothing changed. */
export const stepLine = (step: StepSnapshot): string =>
  cleanText(
    [
      `${step.id}: ${statusText(step)}`,
      ...(step.runId === null ? [] : [`run ${shortened(step.runId)}`]),
      ...(isFinal(step) && countsText(step) !== '–' ? [countsText(step)] : []),
      ...(step.note === null ? [] : [step.note]),
    ].join(', '),
  );

// An ID that was given by hand can be anything, also of many pages.
const shortened = (id: string): string => (id.length <= 100 ? id : `${id.slice(0, 99)}…`);

/** `3 of 5 steps, 1 running, 420 ok, 3 errors, 0 skipped, 2m 05s`. */
export function totalsLine({ steps, startedAt, closedAt }: WorkflowSnapshot, nowMs: number): string {
  const ended = steps.filter(isFinal).length;
  const active = steps.filter((step) => !isFinal(step) && step.stage !== 'waiting').length;
  const counts = sumOfCounts(steps.map((step) => step.counts ?? NO_COUNTS));
  const elapsed = formatDuration(
    Math.max(0, (closedAt === null ? nowMs : Date.parse(closedAt)) - Date.parse(startedAt)),
  );
  const counted = totalOf(counts) === 0 ? '' : `, ${formatCounts(counts)}`;
  return `${ended} of ${steps.length} steps done, ${active} active${counted}, ${elapsed}`;
}

function statusText(step: StepSnapshot): string {
  const { stage, status, attempt } = step;
  const text = stage === 'running' && status !== null ? status.toLowerCase() : stageText(step);
  return attempt === undefined ? text : `${text}, try ${attempt}`;
}

const stageText = ({ stage }: StepSnapshot): string =>
  stage === 'ignored' ? 'failed, ignored' : stage.replace('-', ' ');

function elapsedMs({ startedAt, endedAt }: StepSnapshot, nowMs: number): number | null {
  if (startedAt === null) return null;
  return Math.max(0, (endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(startedAt));
}

function elapsedText(step: StepSnapshot, nowMs: number): string {
  const ms = elapsedMs(step, nowMs);
  return ms === null ? '–' : formatDuration(ms);
}

// Active steps matter most, then failed ones, then those to come; within that the order of the list.
function mostTelling(steps: readonly StepSnapshot[], maxRows: number): ReadonlySet<StepSnapshot> {
  if (steps.length <= maxRows) return new Set(steps);
  return new Set([...steps].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(1, maxRows)));
}

function rank(step: StepSnapshot): number {
  if (step.stage === 'waiting') return 2;
  if (!isFinal(step)) return 0;
  return step.stage === 'failed' || step.stage === 'unresolved' ? 1 : 3;
}
