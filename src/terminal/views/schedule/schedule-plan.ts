import { memberInWords } from '../../../model/schedule/schedule-difference.js';
import type { ScheduleChange } from '../../../model/schedule/schedule-difference.js';
import type { Style, Tone } from '../../style.js';
import { cleanText } from '../../text/clean-text.js';
import { firingTable, warningLines } from './schedule-preview.js';

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
  /** Where it goes on from; null: from where its file says, or it has none. */
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
    ...(applied.drift.length === 0 ? [] : ['  changed by other means since it was applied:']),
    ...applied.drift.map((change) => changeLine(change, style)),
    ...(applied.watermark === null ? [] : [`  goes on from its watermark ${applied.watermark}`]),
    ...firingTable(applied.firings, style).map((line) => `  ${line}`),
    ...warningLines(applied.warnings, style),
  ];
}

function changeLine({ member, before, after }: ScheduleChange, style: Style): string {
  const name = `  ${cleanText(memberInWords(member))}: `;
  if (before === null) return `${name}${style.paint('good', cleanText(after ?? ''))}`;
  if (after === null) return `${name}${style.paint('bad', cleanText(before))} taken away`;
  return `${name}${cleanText(before)} → ${cleanText(after)}`;
}

const DONE: Readonly<Record<Applied['deed'], string>> = {
  create: 'Created',
  update: 'Updated',
  unchanged: 'Unchanged:',
};

export const appliedLine = ({ deed, scheduleId, isPaused }: Applied, style: Style): string =>
  `${style.paint(deed === 'unchanged' ? 'dim' : 'good', DONE[deed])} ${scheduleId}${isPaused ? ' (paused)' : ''}`;
