import { outcomeText } from '../../../model/run/outcome-text.js';
import type { FiredWindow, FiringResult } from '../../../model/schedule/firing.js';
import type { ScheduleTime } from '../../../model/schedule/schedule-misses.js';
import type { Style, Tone } from '../../style.js';
import { formatWholeTable } from '../../text/whole-table.js';
import { shortTime } from './schedule-preview.js';

/** A firing of a schedule. Times are ISO 8601 with zone. */
export interface FiringSummary {
  workflowId: string;
  /** The time it stands for. */
  nominalAt: string;
  startedAt: string;
  closedAt: string | null;
  state: ScheduleTime['state'];
  /** Null: it goes on, or left none. */
  result: FiringResult | null;
}

interface Row {
  firing: FiringSummary;
  fired: FiredWindow | null;
}

/** The windows of firings, with what became of each. */
export const firingLines = (firings: readonly FiringSummary[], style: Style): string[] =>
  firings.length === 0
    ? ['No firings.']
    : formatWholeTable(
        [
          { title: 'FIRED FOR', value: ({ firing }) => shortTime(firing.nominalAt) },
          { title: 'RESULT', value: wordOf, tone: toneOf },
          { title: 'WINDOW', value: ({ fired }) => windowText(fired) },
          { title: 'OUTCOME', value: outcomeOf, shrinks: true },
          { title: 'RUN', value: ({ fired }) => fired?.runId ?? '–' },
          { title: 'WORKFLOW', value: ({ firing, fired }) => fired?.workflowId ?? firing.workflowId },
        ],
        firings.flatMap(rowsOf),
        style,
        2,
      );

/** A firing that ended worse than each of its windows has a row of its own, which says why. */
function rowsOf(firing: FiringSummary): Row[] {
  const windows = firing.result?.windows ?? [];
  const isToldByThem = windows.some(({ verdict }) => verdict === (firing.result?.verdict ?? 'good'));
  const rows = windows.map((fired): Row => ({ firing, fired }));
  return isToldByThem ? rows : [...rows, { firing, fired: null }];
}

const wordOf = ({ firing, fired }: Row): string =>
  fired?.verdict ?? (firing.state === 'untaken' ? 'no worker' : firing.state);

function toneOf({ firing, fired }: Row): Tone {
  const state = fired?.verdict ?? firing.state;
  if (state === 'good') return 'good';
  return state === 'running' ? 'live' : 'bad';
}

function windowText(fired: FiredWindow | null): string {
  const window = fired?.window ?? null;
  return window === null ? '–' : `${shortTime(window.dataStartTime)} to ${shortTime(window.dataEndTime)}`;
}

function outcomeOf({ firing, fired }: Row): string {
  const outcome = fired?.outcome ?? null;
  return outcome === null ? (fired?.reason ?? firing.result?.note ?? '–') : outcomeText(outcome);
}
