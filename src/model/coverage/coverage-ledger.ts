import type { CoverageEntry, RecordCoverage, Verified } from './coverage.js';
import { expected, listOf, oneOf, shape } from '../base/checks.js';
import { isCoverageEntry } from './coverage-entry.js';
import { jsonBytes } from '../base/json.js';
import { definedOnly } from '../base/objects.js';
import { packCoverage, packedEntry, unpackCoverage } from './pack-coverage.js';
import type { PackedCoverage } from './pack-coverage.js';
import { thinCoverage } from './thin-coverage.js';
import { COVERAGE_STATES } from './coverage.js';
import { totalOf } from '../api/task-run.js';
import { monthOf } from '../time/month.js';

/** The most bytes of a packed ledger: the workflow continues as new with this payload, and answers queries with it. */
const MAX_BYTES = 1_200_000;

/** The entries of a ledger by run. */
export interface CoverageLedger {
  entries: Map<string, CoverageEntry>;
  /** Texts that are counted in `bytes`. */
  texts: Set<string>;
  /** About what it takes when it is packed: packing it after each entry would make a replay slow. */
  bytes: number;
}

export function openLedger(packed: PackedCoverage = { texts: [], rows: [] }): CoverageLedger {
  const ledger: CoverageLedger = { entries: new Map(), texts: new Set(), bytes: 0 };
  for (const entry of unpackCoverage(packed)) put(ledger, entry);
  return ledger;
}

/** Adds what a signal brings to the ledger of a task's month. Anyone may send one, so what does not belong here is passed over. */
export function recordInLedger(
  ledger: CoverageLedger,
  { taskId, month }: { taskId: string; month: string },
  request: unknown,
): void {
  const { taskId: of, entries } = (request ?? {}) as { taskId?: unknown; entries?: unknown };
  if (of !== taskId || !Array.isArray(entries)) return;
  for (const entry of entries as unknown[])
    if (isCoverageEntry(entry) && monthOf(entry.startMs) === month) addToLedger(ledger, entry);
}

/** What is wrong with the argument of the signal `record` to the ledger of a task's month; null if nothing is. */
export const recordProblem = (
  { taskId, month }: { taskId: string; month: string },
  request: unknown,
): string | null =>
  shape<RecordCoverage>({
    taskId: oneOf([taskId]),
    entries: listOf(
      expected(`an entry of ${month}`, (entry) => isCoverageEntry(entry) && monthOf(entry.startMs) === month),
    ),
  })(request, 'record');

/** Adds an entry, or what it knows more of its run, and thins the ledger where it would become too large. */
export function addToLedger(ledger: CoverageLedger, entry: CoverageEntry, maxBytes = MAX_BYTES): void {
  const known = ledger.entries.get(entry.runId);
  if (known !== undefined) ledger.bytes -= bytesOf(known);
  put(ledger, known === undefined ? entry : mergeCoverage(known, entry));
  if (ledger.bytes > maxBytes) thin(ledger, maxBytes);
}

export const packLedger = ({ entries }: CoverageLedger): PackedCoverage => packCoverage(entries.values());

function put(ledger: CoverageLedger, entry: CoverageEntry): void {
  ledger.entries.set(entry.runId, entry);
  ledger.bytes += bytesOf(entry);
  for (const text of [entry.evaluators, entry.workflowId]) {
    if (text === null || ledger.texts.has(text)) continue;
    ledger.texts.add(text);
    ledger.bytes += jsonBytes(text) + 1;
  }
}

/** Places of texts have five digits at most. */
const bytesOf = (entry: CoverageEntry): number =>
  jsonBytes(packedEntry(entry, (text) => (text === null ? null : 10_000))) + 1;

/** A quarter less, so that the next entry is not the next reason to thin. */
function thin(ledger: CoverageLedger, maxBytes: number): void {
  const entries = [...ledger.entries.values()];
  const thinned = thinCoverage(entries, Math.ceil(entries.length / 4));
  Object.assign(ledger, openLedger(packCoverage(thinned)));
  if (ledger.bytes > maxBytes && thinned.length > 1) thin(ledger, maxBytes);
}

/**
 * One entry of two of the same run. What a workflow of ours says of its run wins over what was found in the list: it knows
 * the bound and the tolerance. Else the one that counted more wins, since lists lag. Evaluators and bound are kept from
 * whoever knows them. The order in which entries come makes no difference.
 */
export function mergeCoverage(a: CoverageEntry, b: CoverageEntry): CoverageEntry {
  const better = compare(a, b) >= 0 ? a : b;
  return {
    ...better,
    evaluators: greater(a.evaluators, b.evaluators),
    maxSpans: greater(a.maxSpans, b.maxSpans),
    ...definedOnly({ verified: newer(a.verified, b.verified) }),
  };
}

const newer = (a: Verified | undefined, b: Verified | undefined): Verified | undefined =>
  a === undefined || b === undefined ? (a ?? b) : [a, b].sort(byAge)[0];

/** The newest first; of two of one moment the one that counted more, so that the order in which they come makes no difference. */
const byAge = (a: Verified, b: Verified): number =>
  b.atMs - a.atMs || b.spans - a.spans || b.evaluated - a.evaluated || (b.late ?? -1) - (a.late ?? -1);

/** Above 0 where `a` tells more. Two that are equal here differ at most in what {@link mergeCoverage} joins. */
function compare(a: CoverageEntry, b: CoverageEntry): number {
  const [left, right] = [ranksOf(a), ranksOf(b)];
  const at = left.findIndex((rank, index) => rank !== right[index]);
  return at < 0 ? 0 : (left[at] ?? '') > (right[at] ?? '') ? 1 : -1;
}

const ranksOf = (entry: CoverageEntry): (number | string)[] => [
  entry.workflowId === null ? 0 : 1,
  totalOf(entry.counts),
  -COVERAGE_STATES.indexOf(entry.state),
  entry.counts.successes,
  entry.counts.errors,
  entry.createdMs,
  entry.endMs,
  entry.startMs,
  entry.workflowId ?? '',
];

/** The known one of two, the greater where both are. */
function greater<Value extends string | number>(a: Value | null, b: Value | null): Value | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
