import type { CoverageEntry, CoverageState, Verified } from './coverage.js';

/** A letter for each state: ledgers hold thousands of them. */
const LETTERS = {
  evaluated: 's',
  empty: 'e',
  errors: 'w',
  truncated: 't',
  early: 'y',
  failed: 'f',
} as const satisfies Record<CoverageState, string>;

type Letter = (typeof LETTERS)[CoverageState];

const STATES = Object.fromEntries(
  Object.entries(LETTERS).map(([state, letter]) => [letter, state]),
) as Record<Letter, CoverageState>;

/** An entry without the names of its members. `evaluators` and `workflowId` are places in the list of texts. */
export type PackedEntry = [
  runId: string,
  startMs: number,
  lengthMs: number,
  state: Letter,
  successes: number,
  errors: number,
  skipped: number,
  createdMs: number,
  evaluators: number | null,
  maxSpans: number | null,
  workflowId: number | null,
  /** Left out where the window was never compared with its spans. */
  verified?: [atMs: number, spans: number, evaluated: number, late: number | null],
];

/** Entries in little space: what a ledger hands on and answers with. */
export interface PackedCoverage {
  /** What entries share: evaluators, and ids of workflows. */
  texts: string[];
  rows: PackedEntry[];
}

export function packCoverage(entries: Iterable<CoverageEntry>): PackedCoverage {
  const places = new Map<string, number>();
  const placeOf = (text: string | null): number | null => {
    if (text === null) return null;
    if (!places.has(text)) places.set(text, places.size);
    return places.get(text) ?? null;
  };
  const rows = [...entries].map((entry) => packedEntry(entry, placeOf));
  return { texts: [...places.keys()], rows };
}

export function packedEntry(
  {
    runId,
    startMs,
    endMs,
    state,
    counts,
    createdMs,
    evaluators,
    maxSpans,
    workflowId,
    verified,
  }: CoverageEntry,
  placeOf: (text: string | null) => number | null,
): PackedEntry {
  const { successes, errors, skipped } = counts;
  const times = [startMs, endMs - startMs] as const;
  const texts = [placeOf(evaluators), maxSpans, placeOf(workflowId)] as const;
  const last = verified === undefined ? ([] as const) : ([packedVerified(verified)] as const);
  return [runId, ...times, LETTERS[state], successes, errors, skipped, createdMs, ...texts, ...last];
}

const packedVerified = ({ atMs, spans, evaluated, late }: Verified): NonNullable<PackedEntry[11]> => [
  atMs,
  spans,
  evaluated,
  late,
];

export const unpackCoverage = ({ texts, rows }: PackedCoverage): CoverageEntry[] =>
  rows.map((row) => unpackedEntry(row, texts));

function unpackedEntry(row: PackedEntry, texts: readonly string[]): CoverageEntry {
  const [runId, startMs, lengthMs, state, successes, errors, skipped, createdMs, evaluators, maxSpans] = row;
  const [workflowId, verified] = [row[10], row[11]];
  const textAt = (place: number | null): string | null => (place === null ? null : (texts[place] ?? null));
  return {
    runId,
    startMs,
    endMs: startMs + lengthMs,
    state: STATES[state],
    counts: { successes, errors, skipped },
    createdMs,
    evaluators: textAt(evaluators),
    maxSpans,
    workflowId: textAt(workflowId),
    ...(verified === undefined ? {} : { verified: unpackedVerified(verified) }),
  };
}

const unpackedVerified = ([atMs, spans, evaluated, late]: NonNullable<PackedEntry[11]>): Verified => ({
  atMs,
  spans,
  evaluated,
  late,
});
