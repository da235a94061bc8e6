import type { CoverageEntry, CoverageState } from '../../src/model/coverage/coverage.js';
import type { JournalRun } from '../../src/simulator/index.js';

/** How a task's ledger agrees with the service's own record. All but `entries` must be 0. */
export interface LedgerJudgement {
  readonly entries: number;
  /** Runs that the ledger does not have. */
  readonly missing: number;
  /** Entries of runs that the service does not have, or that an entry was made for before. */
  readonly strange: number;
  /** Entries that say something else of their run than the service. */
  readonly wrong: number;
  /** What is wrong, in sentences; at most 20. */
  readonly notes: readonly string[];
}

/** Compares a ledger with the runs of its task, all of which have ended, long after their windows. */
export function judgeLedger(runs: readonly JournalRun[], entries: readonly CoverageEntry[]): LedgerJudgement {
  const byId = new Map(runs.map((run) => [run.runId, run]));
  const noted = new Map<string, number>();
  for (const [at, { runId }] of entries.entries()) if (!noted.has(runId)) noted.set(runId, at);
  const strange = entries.filter(({ runId }, at) => !byId.has(runId) || noted.get(runId) !== at);
  const missing = runs.filter(({ runId }) => !noted.has(runId));
  const wrong = entries.flatMap((entry) => {
    const run = byId.get(entry.runId);
    return run === undefined || describe(entry) === describe(expected(run)) ? [] : [{ entry, run }];
  });
  return {
    entries: entries.length,
    missing: missing.length,
    strange: strange.length,
    wrong: wrong.length,
    notes: [
      ...missing.map(({ runId }) => `${runId} is not in the ledger`),
      ...strange.map(({ runId }) => `${runId} is in the ledger twice, or not a run`),
      ...wrong.map(({ entry, run }) => `${run.runId} is ${describe(entry)}, not ${describe(expected(run))}`),
    ].slice(0, 20),
  };
}

type Said = Pick<CoverageEntry, 'startMs' | 'endMs' | 'counts' | 'state'>;

const expected = (run: JournalRun): Said => ({
  startMs: Date.parse(run.dataStartTime ?? ''),
  endMs: Date.parse(run.dataEndTime ?? ''),
  counts: run.counts,
  state: stateOf(run),
});

function stateOf({ status, counts: { successes, errors, skipped } }: JournalRun): CoverageState {
  if (status === 'COMPLETED') return successes + errors + skipped === 0 ? 'empty' : 'evaluated';
  return status === 'CANCELLED' && successes + errors + skipped === 0 ? 'evaluated' : 'failed';
}

const describe = ({ startMs, endMs, state, counts: { successes, errors, skipped } }: Said): string =>
  `${startMs}–${endMs} ${state} ${successes}/${errors}/${skipped}`;
