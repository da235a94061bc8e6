import { expect, test } from 'vitest';
import type { CoverageEntry } from '../../src/model/coverage/coverage.js';
import type { JournalRun } from '../../src/simulator/index.js';
import { judgeLedger } from './judge-ledger.js';

const HOUR = 3_600_000;
const counts = { successes: 5, errors: 0, skipped: 0 };
const none = { successes: 0, errors: 0, skipped: 0 };

const run = (nth: number, more: Partial<JournalRun> = {}): JournalRun => ({
  runId: `R${nth}`,
  taskId: 'T',
  requestSeq: nth,
  parentRunId: null,
  createdAt: '2026-11-20T00:00:00.000Z',
  finishedAt: '2026-11-20T00:00:06.000Z',
  dataStartTime: new Date(nth * HOUR).toISOString(),
  dataEndTime: new Date((nth + 1) * HOUR).toISOString(),
  status: 'COMPLETED',
  counts,
  failureReason: null,
  ...more,
});

const entry = (nth: number, more: Partial<CoverageEntry> = {}): CoverageEntry => ({
  runId: `R${nth}`,
  startMs: nth * HOUR,
  endMs: (nth + 1) * HOUR,
  state: 'evaluated',
  counts,
  createdMs: 0,
  evaluators: null,
  maxSpans: null,
  workflowId: null,
  ...more,
});

test('a ledger of every run as the service has it is all right', () => {
  const runs = [run(0), run(1, { counts: none }), run(2, { counts: none, status: 'CANCELLED' })];
  const entries = [entry(0), entry(1, { state: 'empty', counts: none }), entry(2, { counts: none })];
  expect(judgeLedger(runs, entries)).toEqual({ entries: 3, missing: 0, strange: 0, wrong: 0, notes: [] });
});

test.each<[string, CoverageEntry[], object]>([
  ['a run without an entry', [entry(0)], { missing: 1 }],
  ['an entry without a run', [entry(0), entry(1), entry(2)], { strange: 1 }],
  ['a run with two entries', [entry(0), entry(1), entry(1)], { strange: 1 }],
  ['another window', [entry(0), entry(1, { endMs: 3 * HOUR })], { wrong: 1 }],
  ['other counts', [entry(0), entry(1, { counts: none })], { wrong: 1 }],
  ['another state', [entry(0), entry(1, { state: 'failed' })], { wrong: 1 }],
])('found is %s', (_what, entries, found) => {
  const judged = judgeLedger([run(0), run(1)], entries);
  expect(judged).toMatchObject(found);
  expect(judged.notes).toHaveLength(1);
});
