import { listOf, oneOf, expected, shape } from '../../base/checks.js';
import { jsonBytes } from '../../base/json.js';
import { monthOf } from '../../time/month.js';
import { isKeptQuality, mergeKept } from './kept-quality.js';
import type { KeptQuality } from './kept-quality.js';
import { packQuality, packedRow, unpackQuality } from './pack-quality.js';
import type { PackedQuality } from './pack-quality.js';
import type { RecordQuality } from './quality-messages.js';

/** The most bytes of a packed month: the workflow continues as new with this payload, and answers queries with it. */
const MAX_BYTES = 1_200_000;

/** The readings of a month, by window. */
export interface QualityLedger {
  kept: Map<string, KeptQuality>;
  /** Texts that are counted in `bytes`. */
  texts: Set<string>;
  /** About what it takes when it is packed. */
  bytes: number;
}

export function openQuality(packed: PackedQuality = { texts: [], rows: [] }): QualityLedger {
  const ledger: QualityLedger = { kept: new Map(), texts: new Set(), bytes: 0 };
  for (const one of unpackQuality(packed)) put(ledger, one);
  return ledger;
}

export const packQualityLedger = ({ kept }: QualityLedger): PackedQuality => packQuality(kept.values());

/** Whose ledger it is. */
export interface QualityMonth {
  taskId: string;
  /** UTC, like `2026-11`. */
  month: string;
}

/** Adds what a signal brings to the month of a task. Anyone may send one, so what does not belong here is passed over. */
export function recordInQuality(ledger: QualityLedger, of: QualityMonth, request: unknown): void {
  const { taskId, windows } = (request ?? {}) as { taskId?: unknown; windows?: unknown };
  if (taskId !== of.taskId || !Array.isArray(windows)) return;
  for (const one of windows as unknown[]) if (belongsTo(of.month, one)) addToQuality(ledger, one);
}

const belongsTo = (month: string, one: unknown): one is KeptQuality =>
  isKeptQuality(one) && monthOf(one.startMs) === month;

/** What is wrong with the argument of the signal `record` to the month of a task; null if nothing is. */
export const recordQualityProblem = ({ taskId, month }: QualityMonth, request: unknown): string | null =>
  shape<RecordQuality>({
    taskId: oneOf([taskId]),
    windows: listOf(expected(`the quality of a window in ${month}`, (one) => belongsTo(month, one))),
  })(request, 'record');

/** Adds a reading in place of an older one of its window, and thins the ledger where it would become too large. */
export function addToQuality(ledger: QualityLedger, one: KeptQuality, maxBytes = MAX_BYTES): void {
  const known = ledger.kept.get(keyOf(one));
  if (known !== undefined && known.readMs > one.readMs) return;
  if (known !== undefined) ledger.bytes -= bytesOf(known);
  put(ledger, one);
  if (ledger.bytes > maxBytes) thin(ledger, maxBytes);
}

const keyOf = ({ startMs, endMs }: KeptQuality): string => `${startMs} ${endMs}`;

function put(ledger: QualityLedger, one: KeptQuality): void {
  ledger.kept.set(keyOf(one), one);
  ledger.bytes += bytesOf(one);
  for (const text of textsOf(one)) {
    if (ledger.texts.has(text)) continue;
    ledger.texts.add(text);
    ledger.bytes += jsonBytes(text) + 1;
  }
}

const textsOf = ({ evaluations, exact }: KeptQuality): string[] => [
  ...Object.entries(evaluations).flatMap(([name, of]) => [name, ...Object.keys(of.labels)]),
  ...[exact?.filter ?? []].flat(),
];

/** Places of texts have five digits at most. */
const bytesOf = (one: KeptQuality): number => jsonBytes(packedRow(one, () => 10_000)) + 1;

/**
 * A quarter less, so that the next reading is not the next reason to thin: from the oldest on, two windows that touch become
 * one, which loses what cannot be merged; where none touch, the oldest are left out.
 */
function thin(ledger: QualityLedger, maxBytes: number): void {
  const sorted = [...ledger.kept.values()].toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const excess = Math.ceil(sorted.length / 4);
  const merged = mergePairs(sorted, excess);
  const left = excess - (sorted.length - merged.length);
  Object.assign(ledger, openQuality(packQuality(merged.slice(Math.max(0, left)))));
  if (ledger.bytes > maxBytes && ledger.kept.size > 1) thin(ledger, maxBytes);
}

function mergePairs(sorted: readonly KeptQuality[], excess: number): KeptQuality[] {
  const merged: KeptQuality[] = [];
  let left = excess;
  for (let at = 0; at < sorted.length; at++) {
    const pair = sorted.slice(at, at + 2);
    const [one, next] = pair;
    const both = left > 0 && one !== undefined && one.endMs === next?.startMs ? mergeKept(pair) : null;
    if (both === null) merged.push(...pair.slice(0, 1));
    else {
      merged.push(both);
      left--;
      at++;
    }
  }
  return merged;
}
