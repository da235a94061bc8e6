import { indentedBy } from '../style.js';
import type { Style, Tone } from '../style.js';
import { formatFacts } from '../text/facts.js';
import { formatTable } from '../text/table.js';
import { memberInWords } from '../../model/schedule/schedule-difference.js';
import type { ScheduleChange } from '../../model/schedule/schedule-difference.js';
import { cleanText } from '../text/text.js';

/** A firing to come. Times are ISO 8601 with zone, `local` by the schedule's own clock. */
interface ShownFiring {
  at: string;
  local: string;
  windows: readonly { start: string; end: string }[];
}

interface Preview {
  name: string;
  times: string;
  window: string | null;
  settle: string | null;
  notify: string | null;
  firings: readonly ShownFiring[];
  warnings: readonly string[];
}

/** When a schedule file would fire, what it would evaluate, and what is odd about that. */
export const previewLines = (preview: Preview, style: Style): string[] => [
  ...formatFacts(
    [
      ['schedule', preview.name, 'strong'],
      ['times', preview.times],
      ['window', preview.window],
      ['settle', preview.settle],
      ['notifies', preview.notify],
    ],
    style,
  ),
  '',
  ...firingTable(preview.firings, style),
  ...warningLines(preview.warnings, style),
];

const warningLines = (warnings: readonly string[], style: Style): string[] =>
  warnings.map((warning) => `${style.paint('warn', 'Warning:')} ${warning}`);

/** Firings with their windows. */
export function firingTable(firings: readonly ShownFiring[], style: Style): string[] {
  if (firings.length === 0) return [];
  const hasWindows = firings.some(({ windows }) => windows.length > 0);
  return formatTable(
    [
      { title: 'NEXT TIME', value: ({ at }: ShownFiring) => shortTime(at) },
      { title: 'LOCAL', value: ({ local }: ShownFiring) => local, drop: 1 },
      ...(hasWindows
        ? [{ title: 'WINDOW', value: ({ windows }: ShownFiring) => windowsText(windows), wraps: true }]
        : []),
    ],
    firings,
    style,
  );
}

const windowsText = (windows: readonly { start: string; end: string }[]): string =>
  windows.map(({ start, end }) => `${shortTime(start)} to ${shortTime(end)}`).join(', ');

/** Without milliseconds if they are zero. */
export const shortTime = (time: string): string => time.replace('.000Z', 'Z');

/** What applying does to a schedule, or did. Times are ISO 8601 with zone. */
export interface Applied {
  name: string;
  scheduleId: string;
  deed: 'create' | 'update' | 'unchanged';
  isDryRun: boolean;
  isPaused: boolean;
  changes: readonly ScheduleChange[];
  drift: readonly ScheduleChange[];
  losses: readonly string[];
  /** Where it continues from; null: from the start in its file, or it has none. */
  watermark: string | null;
  firings: readonly { at: string; local: string; windows: readonly { start: string; end: string }[] }[];
  warnings: readonly string[];
}

const SIGN: Readonly<Record<Applied['deed'], readonly [sign: string, tone: Tone]>> = {
  create: ['+', 'good'],
  update: ['~', 'warn'],
  unchanged: ['=', 'dim'],
};

/** What applying would change, with the times that come. */
export function planLines(applied: Applied, style: Style): string[] {
  const [sign, tone] = SIGN[applied.deed];
  const head = style.paint(tone, `${sign} ${cleanText(applied.name)}`);
  const paused = applied.isPaused ? ', paused' : '';
  return [
    `${head}  ${applied.deed === 'create' ? 'new' : applied.deed}${paused}`,
    ...applied.changes.map((change) => changeLine(change, style)),
    ...(applied.drift.length === 0 ? [] : ['  changed with other tools since it was applied:']),
    ...applied.drift.map((change) => changeLine(change, style)),
    ...(applied.watermark === null ? [] : [`  continues from its watermark ${applied.watermark}`]),
    ...firingTable(applied.firings, indentedBy(2, style)).map((line) => `  ${line}`),
    ...warningLines(applied.warnings, style),
  ];
}

function changeLine({ member, before, after }: ScheduleChange, style: Style): string {
  const name = `  ${cleanText(memberInWords(member))}: `;
  if (before === null) return `${name}${style.paint('good', cleanText(after ?? ''))}`;
  if (after === null) return `${name}${style.paint('bad', cleanText(before))} removed`;
  return `${name}${cleanText(before)} → ${cleanText(after)}`;
}

const DONE: Readonly<Record<Applied['deed'], string>> = {
  create: 'Created',
  update: 'Updated',
  unchanged: 'Unchanged:',
};

export const appliedLine = ({ deed, scheduleId, isPaused }: Applied, style: Style): string =>
  `${style.paint(deed === 'unchanged' ? 'dim' : 'good', DONE[deed])} ${scheduleId}${isPaused ? ' (paused)' : ''}`;
