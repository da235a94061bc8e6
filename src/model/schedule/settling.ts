import { formatNumber } from '../base/numbers.js';
import { exactDuration } from '../time/duration.js';
import type { SettleGate } from './schedule.js';

/** One count of a window. */
export interface Count {
  count: number;
  /** The start of the newest span that was counted, ISO 8601 with zone; null: there is none, or it is not told. */
  newestAt: string | null;
  /** The count is an estimate from part of the window. */
  isSample: boolean;
}

/** What a settle gate saw last: null counts where it saw nothing. */
export interface Seen {
  count: number | null;
  looks: number;
  /** Of a gate that counts spans. */
  newestAt?: string | null;
  isSample?: boolean;
  /** Why it could count no more; absent: nothing was in its way. */
  problem?: string;
}

/** The counts of a settle gate so far. */
export interface Settling {
  last: Count | null;
  looks: number;
  /** Counts in a row that are equal to the last one, itself included. */
  equal: number;
  /** When the last count was seen first, in milliseconds since 1970. */
  sinceMs: number | null;
}

export const NOTHING_SEEN: Settling = { last: null, looks: 0, equal: 0, sinceMs: null };

/** With one more count, made at `nowMs`. */
export function withCount({ last, looks, equal, sinceMs }: Settling, count: Count, nowMs: number): Settling {
  const isEqual = last !== null && last.count === count.count && last.newestAt === count.newestAt;
  return {
    last: count,
    looks: looks + 1,
    equal: isEqual ? equal + 1 : 1,
    sinceMs: isEqual ? sinceMs : nowMs,
  };
}

/** The time between two counts, in milliseconds: those that must be equal span `quietFor`. */
export const everyMsOf = (gate: SettleGate): number =>
  gate.kind === 'activity' ? gate.everyMs : Math.ceil(gate.quietForMs / (gate.checks - 1));

const neededBy = (gate: SettleGate): number => (gate.kind === 'activity' ? gate.looks : gate.checks);

/** What a settle gate does after a count; `untilMs` is the end of its time. */
export function afterCount(
  gate: SettleGate,
  settling: Settling,
  nowMs: number,
  untilMs: number,
): 'settled' | 'over' | 'wait' {
  if (settling.equal >= neededBy(gate)) return 'settled';
  return nowMs + everyMsOf(gate) > untilMs ? 'over' : 'wait';
}

/** What a settle gate hands to the result. */
export const seenBy = (gate: SettleGate, { last, looks }: Settling): Seen => ({
  count: last?.count ?? null,
  looks,
  ...(gate.kind === 'activity' || last === null ? {} : { newestAt: last.newestAt, isSample: last.isSample }),
});

/** What a settle gate saw, for people: `812 spans, the newest of 2026-…, in 4 checks`. */
export function seenText({ count, looks, newestAt, isSample, problem }: Seen): string {
  const why = problem === undefined ? '' : ` (${problem})`;
  const checks = `${looks} ${looks === 1 ? 'check' : 'checks'}${why}`;
  if (count === null) return `nothing was counted in ${checks}`;
  const about = isSample === true ? 'about ' : '';
  const spans = newestAt === undefined ? '' : ' spans';
  const newest = newestAt === undefined || newestAt === null ? '' : `, the newest of ${newestAt}`;
  return `${about}${formatNumber(count)}${spans}${newest}, in ${checks}`;
}

/** What a settle gate saw and still waits for, for people. */
export function waitsText(gate: SettleGate, settling: Settling): string {
  const { equal } = settling;
  return `${seenText(seenBy(gate, settling))}; ${equal} of ${neededBy(gate)} equal counts`;
}

/** What a settle gate waits for, on one line; null: there is none. */
export function settleInWords(gate: SettleGate | null): string | null {
  if (gate === null) return null;
  const { timeoutMs, onTimeout } = gate;
  const end = `; after ${exactDuration(timeoutMs)} ${onTimeout === 'fail' ? 'the firing fails' : 'it is triggered anyway'}`;
  if (gate.kind === 'activity') {
    return `until ${gate.looks} counts of ${gate.activity} are equal, one each ${exactDuration(gate.everyMs)}${end}`;
  }
  const { quietForMs, checks, project, filter } = gate;
  const which = filter === null ? 'spans' : `spans with ${filter}`;
  const whose = project === null ? '' : ` of ${project}`;
  return `until the ${which}${whose} have not changed for ${exactDuration(quietForMs)}, in ${checks} checks${end}`;
}
