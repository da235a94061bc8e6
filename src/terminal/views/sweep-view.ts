import type { Orphan, SweepEffect, SweepResult, SweptRun } from '../../model/sweep/sweep-result.js';
import type { Style, Tone } from '../style.js';
import { formatTable } from '../text/table.js';
import { cleanText, wrapText } from '../text/text.js';
import { relativeTime } from '../text/time.js';

interface SweepRow extends SweptRun {
  state: string;
  tone: Tone;
}

const OF_DEED: Readonly<Record<SweepEffect, readonly [state: string, tone: Tone]>> = {
  reported: ['orphan', 'bad'],
  adopted: ['adopted', 'good'],
  cancelled: ['cancelled', 'good'],
  'already-over': ['already over', 'good'],
  unconfirmed: ['not confirmed', 'bad'],
};

/** What a sweep found: a table of the runs that no workflow has, and a line of totals. */
export const sweepLines = (result: SweepResult, style: Style, nowMs: number): string[] => [
  ...tableOf(rowsOf(result), style, nowMs),
  ...cutLines(result),
  ...unknownTaskLines(result).flatMap((line) => wrapText(line, style.columns)),
  totalsOf(result),
];

const rowsOf = ({ orphans, left, unknown, inDoubt }: SweepResult): SweepRow[] => [
  ...orphans.map(orphanRow),
  ...unknown.map((run) => ({ ...run, state: 'unknown', tone: 'warn' as const })),
  ...inDoubt.map((run) => ({ ...run, state: 'in doubt', tone: 'warn' as const })),
  ...left.map((run) => ({ ...run, state: 'left', tone: 'dim' as const })),
];

function orphanRow(run: Orphan): SweepRow {
  const [state, tone] = OF_DEED[run.did];
  return { ...run, state, tone };
}

const tableOf = (rows: readonly SweepRow[], style: Style, nowMs: number): string[] =>
  rows.length === 0
    ? []
    : [
        ...formatTable(
          [
            { title: '', value: ({ state }) => state, tone: ({ tone }) => tone },
            { title: 'RUN', value: ({ runId }) => runId },
            { title: 'TASK', value: ({ taskName }) => taskName, tone: () => 'strong', wraps: true },
            { title: 'STATUS', value: ({ status }) => status.toLowerCase() },
            { title: 'CREATED', value: ({ createdAt }) => relativeTime(createdAt, nowMs), drop: 1 },
            { title: 'WHY', value: ({ why }) => why, wraps: true },
          ],
          rows,
          style,
        ),
        '',
      ];

function cutLines({ counts, orphans, left, unknown, inDoubt }: SweepResult): string[] {
  const listed = { orphans, left, unknown, inDoubt };
  const hidden = Object.entries(listed).reduce(
    (sum, [kind, list]) => sum + counts[kind as keyof typeof counts] - list.length,
    0,
  );
  return hidden === 0 ? [] : [`… and ${hidden} more.`];
}

const TASKS_SHOWN = 5;

function unknownTaskLines({ looked, unknownTasks }: SweepResult): string[] {
  if (looked.unknownTasks === 0) return [];
  const names = unknownTasks.slice(0, TASKS_SHOWN).map(({ taskName }) => cleanText(taskName));
  const more = looked.unknownTasks - names.length;
  return [
    `The runs of ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} are unknown: the service answers "not found", ` +
      'since the task was deleted or the key may not read it.',
  ];
}

function totalsOf({ looked, counts }: SweepResult): string {
  const parts: [number, string][] = [
    [counts.orphans, counts.orphans === 1 ? 'orphan' : 'orphans'],
    [looked.owned, 'with a workflow'],
    [counts.left, 'left on purpose'],
    [counts.unknown, 'unknown'],
    [counts.inDoubt, 'in doubt'],
    [looked.byOthers, 'by others'],
  ];
  const said = parts
    .filter(([count], at) => at === 0 || count > 0)
    .map(([count, what]) => `${count} ${what}`);
  const runs = `${looked.runs} active ${looked.runs === 1 ? 'run' : 'runs'}`;
  const tasks = `${looked.tasks} ${looked.tasks === 1 ? 'task' : 'tasks'}`;
  return `${runs} of ${tasks}: ${said.join(', ')}.`;
}
