import { evenClocks } from '../../calendar/even-clocks.js';
import { windowsOfNominal } from '../../calendar/windows-of-rule.js';
import { zonedText } from '../../calendar/time-zone.js';
import type { Interval } from '../../model/time/interval.js';
import type { NominalRule, ScheduleDefinition } from '../../model/schedule/schedule.js';
import { toUtc } from '../../model/time/window.js';
import { windowSeams } from '../../model/backfill/window-seams.js';
import type { WindowSeam } from '../../model/backfill/window-seams.js';
import type { ParsedSchedule } from '../../files/schedule/parse-schedule.js';
import type { Probe } from '../../client/schedule/probe-schedule.js';

/** A firing to come. Times are ISO 8601 with zone, `local` by the schedule's own clock. */
export interface ComingFiring {
  at: string;
  local: string;
  windows: { start: string; end: string }[];
}

/** What a definition will do, and what is odd about it. */
export interface Coming {
  firings: ComingFiring[];
  warnings: string[];
}

const DAY_MS = 24 * 60 * 60_000;
const SHOWN = 10;
/** Far enough to meet the ends of a year's months; rarer schedules are looked at for longer. */
const LOOKED_AT = 400;
const YEAR_MS = 366 * DAY_MS;
const HORIZON_MS = 2 * YEAR_MS;
/** Around a change of the clocks. */
const AROUND_MS = 3 * DAY_MS;

/** The next firings, with what their windows leave out or have twice, also when clocks change. */
export async function comingFirings(
  { definition, warnings }: ParsedSchedule,
  probe: Probe,
  nowMs: number,
): Promise<Coming> {
  const timesMs = await probe.times({ startMs: nowMs, endMs: nowMs + HORIZON_MS }, LOOKED_AT);
  const firings = timesMs.slice(0, SHOWN).map((ms) => comingFiring(definition, ms));
  if (timesMs.length === 0)
    return { firings, warnings: [...warnings, 'The schedule has no times in the next two years.'] };
  const { window } = definition;
  if (window?.mode !== 'nominal') return { firings, warnings };
  const changes = await aroundClockChanges(definition, probe, nowMs);
  return {
    firings,
    warnings: [...warnings, ...warningsOf(window, [timesMs, ...changes], definition.timeZone)],
  };
}

/** A firing at a nominal time; a watermark's windows are not known before. */
export function comingFiring({ window, timeZone }: ScheduleDefinition, nominalMs: number): ComingFiring {
  const windows = window?.mode === 'nominal' ? windowsOfNominal(window, nominalMs) : [];
  return {
    at: toUtc(nominalMs),
    local: zonedText(nominalMs, timeZone),
    windows: windows.map(({ startMs, endMs }) => ({ start: toUtc(startMs), end: toUtc(endMs) })),
  };
}

/** The times around the changes of the clocks in the year to come. */
function aroundClockChanges(
  { timeZone }: ScheduleDefinition,
  probe: Probe,
  nowMs: number,
): Promise<number[][]> {
  const changes = evenClocks(timeZone, nowMs, nowMs + YEAR_MS).slice(1);
  return Promise.all(
    changes.map(({ startMs }) => probe.times({ startMs: startMs - AROUND_MS, endMs: startMs + AROUND_MS })),
  );
}

function warningsOf(rule: NominalRule, stretches: readonly number[][], timeZone: string): string[] {
  const seams = stretches.flatMap((timesMs) =>
    windowSeams(timesMs.flatMap((ms) => windowsOfNominal(rule, ms))),
  );
  const unique = [...new Map(seams.map((seam) => [JSON.stringify(seam), seam])).values()];
  return (['hole', 'overlap'] as const).flatMap((kind) => warningOf(kind, unique, timeZone));
}

function warningOf(kind: WindowSeam['kind'], seams: readonly WindowSeam[], timeZone: string): string[] {
  const found = seams
    .filter((seam) => seam.kind === kind)
    .sort((a, b) => a.interval.startMs - b.interval.startMs);
  const [first] = found;
  if (first === undefined) return [];
  const more = found.length === 1 ? '' : `, and ${found.length - 1} more like it in the checked times`;
  const what = kind === 'hole' ? 'No window has' : 'Two windows have';
  return [`${what} ${intervalText(first.interval, timeZone)}${more}.`];
}

const intervalText = ({ startMs, endMs }: Interval, timeZone: string): string =>
  `${toUtc(startMs)} to ${toUtc(endMs)} (${zonedText(startMs, timeZone)} to ${zonedText(endMs, timeZone)})`;
