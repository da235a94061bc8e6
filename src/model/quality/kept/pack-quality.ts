import { withoutNoise } from '../../base/numbers.js';
import { packExact, unpackExact } from './exact-reading.js';
import type { PackedExact } from './exact-reading.js';
import type { KeptQuality } from './kept-quality.js';
import type { MergedSummary } from './merged-summary.js';

/** A summary without the names of its members; `labels` are pairs of a place in the list of texts and a count. */
type PackedSummary = [
  name: number,
  evaluated: number,
  count: number,
  unreadable: number,
  numbers: (number | null)[],
  quartiles: readonly number[] | null,
  labels: number[],
  otherLabels: number,
  histogram: number[],
];

type PackedRow = [
  startMs: number,
  lengthMs: number,
  readMs: number,
  runId: string | null,
  windows: number,
  spans: number,
  isSample: 0 | 1,
  evaluations: PackedSummary[],
  exact: PackedExact | null,
];

/** Readings in little space: what a ledger hands on and answers with. */
export interface PackedQuality {
  /** Names of evaluations, labels and filters. */
  texts: string[];
  rows: PackedRow[];
}

/** Where a text stands in the list of texts. */
export type PlaceOf = (text: string) => number;

export function packQuality(kept: Iterable<KeptQuality>): PackedQuality {
  const places = new Map<string, number>();
  const placeOf: PlaceOf = (text) => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const rows = [...kept].map((one) => packedRow(one, placeOf));
  return { texts: [...places.keys()], rows };
}

export function packedRow(one: KeptQuality, placeOf: PlaceOf): PackedRow {
  const { startMs, endMs, readMs, runId, windows, spans, isSample, evaluations, exact } = one;
  const packed = Object.entries(evaluations).map(([name, of]) => packedSummary(name, of, placeOf));
  return [
    ...([startMs, endMs - startMs, readMs, runId, windows, spans, isSample ? 1 : 0, packed] as const),
    packExact(exact, placeOf),
  ];
}

// Fewer digits than a mean has would show in the mean of several windows.
const short = (value: number | null): number | null => (value === null ? null : withoutNoise(value));

function packedSummary(name: string, of: MergedSummary, placeOf: PlaceOf): PackedSummary {
  const { evaluated, count, unreadable, mean, sd, min, max, quartiles, labels, otherLabels, histogram } = of;
  const pairs = Object.entries(labels).flatMap(([label, number]) => [placeOf(label), number]);
  const numbers = [mean, sd, min, max].map(short);
  const parts = [...histogram];
  return [placeOf(name), evaluated, count, unreadable, numbers, quartiles, pairs, otherLabels, parts];
}

export const unpackQuality = ({ texts, rows }: PackedQuality): KeptQuality[] =>
  rows.map(([startMs, lengthMs, readMs, runId, windows, spans, isSample, evaluations, exact]) => ({
    startMs,
    endMs: startMs + lengthMs,
    readMs,
    runId,
    windows,
    spans,
    isSample: isSample === 1,
    exact: unpackExact(exact, texts),
    evaluations: Object.fromEntries(
      evaluations.map((packed) => [texts[packed[0]] ?? '', unpackedSummary(packed, texts)]),
    ),
  }));

function unpackedSummary(packed: PackedSummary, texts: readonly string[]): MergedSummary {
  const [, evaluated, count, unreadable, numbers, quartiles, pairs, otherLabels, histogram] = packed;
  const [mean = null, sd = null, min = null, max = null] = numbers;
  const [low, middle, high] = quartiles ?? [];
  const isKnown = low !== undefined && middle !== undefined && high !== undefined;
  const labels = pairs.flatMap((place, at) =>
    at % 2 === 0 ? [[texts[place] ?? '', pairs[at + 1] ?? 0] as const] : [],
  );
  return {
    ...{ evaluated, count, unreadable, mean, sd, min, max, otherLabels, histogram },
    quartiles: isKnown ? [low, middle, high] : null,
    labels: Object.fromEntries(labels),
  };
}
