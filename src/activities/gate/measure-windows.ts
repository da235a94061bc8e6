import type { EvidenceSource, WindowEvidence } from '../../model/gate/evidence.js';
import type { GateCheck } from '../../model/gate/gate.js';
import type { ConfusionCell } from '../../statistics/agreement.js';
import { measuredAgreement } from './measure-agreement.js';
import { absent, unreadable } from './measured.js';
import type { Measured } from './measured.js';
import { gapInSummaries, summariesOf, unreadableInSummaries } from './window-gaps.js';
import { measuredSummaries } from './window-values.js';
import type { WindowRead } from './window-reader.js';

/** What the evaluations of the spans of some windows say, pooled. */
export function measureWindows(
  check: GateCheck,
  reads: readonly WindowRead[],
  source: EvidenceSource,
): Measured {
  const all = { ...source, windows: reads.map((read) => windowEvidence(check, read)) };
  return pooled(check, reads, all);
}

function pooled(check: GateCheck, reads: readonly WindowRead[], source: EvidenceSource): Measured {
  if (check.between !== undefined) return agreementIn(check, check.between, reads, source);
  const wrong = check.measure === 'failedShare' ? null : unreadableInSummaries(check, reads);
  if (wrong !== null) return unreadable(wrong, source);
  const missing = gapInSummaries(check, reads);
  return missing === null
    ? measuredSummaries(check, summariesOf(check, reads), source)
    : absent(missing, source);
}

function agreementIn(
  check: GateCheck,
  [first, second]: [string, string],
  reads: readonly WindowRead[],
  source: EvidenceSource,
): Measured {
  const tables = reads.flatMap(({ quality }) =>
    quality.pairs.filter((pair) => pair.first === first && pair.second === second),
  );
  const beyond = tables.reduce((sum, { rest }) => sum + rest, 0);
  if (beyond > 0)
    return absent(`${beyond} pairs have values beyond the twentieth of a judge, who gives too many`, source);
  const cells = tables.flatMap(({ rows, columns, counts }) =>
    rows.flatMap((a, at) => columns.map((b, of): ConfusionCell => ({ a, b, count: counts[at]?.[of] ?? 0 }))),
  );
  return measuredAgreement(check, inSum(cells), source);
}

/** Cells of several tables, each once, without those that are empty. */
function inSum(cells: readonly ConfusionCell[]): ConfusionCell[] {
  const sums = new Map<string, ConfusionCell>();
  for (const { a, b, count } of cells) {
    const key = JSON.stringify([a, b]);
    sums.set(key, { a, b, count: count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()].filter(({ count }) => count > 0);
}

/** What is kept of one window, with what the check finds in it alone. */
function windowEvidence(check: GateCheck, read: WindowRead): WindowEvidence {
  const { window, quality } = read;
  const { value, samples } = pooled(check, [read], { experimentIds: [], runIds: [] }).evidence;
  return {
    ...{ projectId: window.projectId, taskId: window.taskId },
    start: new Date(window.startMs).toISOString(),
    end: new Date(window.endMs).toISOString(),
    ...{ filter: window.filter, spans: quality.spans, attributedBy: attributedBy(check, read) },
    ...{ requests: quality.reading.requests, value, samples },
    ...howRead(check, read),
    ...roundedBy(check, read),
  };
}

function roundedBy(check: GateCheck, read: WindowRead): Pick<WindowEvidence, 'roundedBy'> {
  const [summary] = check.measure === 'medianScore' ? summariesOf(check, [read]) : [];
  return summary === undefined || summary.binWidth === 0 ? {} : { roundedBy: summary.binWidth };
}

function howRead(check: GateCheck, read: WindowRead): Pick<WindowEvidence, 'sampled' | 'kept'> {
  const { reading } = read.quality;
  switch (reading.how) {
    case 'whole':
      return {};
    case 'sample':
      return { sampled: { share: reading.share, error: errorIn(check, read) } };
    case 'kept':
      return {
        kept: { runIds: reading.runIds.slice(0, MAX_RUNS), readAt: new Date(reading.readMs).toISOString() },
      };
  }
}

/** A month of days; a history keeps the evidence. */
const MAX_RUNS = 31;

function attributedBy(check: GateCheck, read: WindowRead): WindowEvidence['attributedBy'] {
  if (check.between !== undefined) return 'window';
  const [summary] = summariesOf(check, [read]);
  return summary === undefined || summary.evaluations === 0 ? null : summary.attributedBy;
}

/** Half the width of the 95 % interval of what a sample says; null if it is not known. */
function errorIn(check: GateCheck, read: WindowRead): number | null {
  const [summary] = summariesOf(check, [read]);
  if (check.measure === 'meanScore') return summary?.meanError ?? null;
  if (check.measure !== 'labelShare') return null;
  return summary?.labels.find(({ label }) => label === check.label)?.error ?? null;
}
