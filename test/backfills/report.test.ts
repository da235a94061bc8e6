import { expect, test } from 'vitest';
import type { BackfillResult } from '../../src/model/backfill/backfill.js';
import type { HaltFigures } from './measure.js';
import type { Proof } from './prove.js';
import { renderReport, type Measures, type ReportFacts } from './report.js';

const proof: Proof = {
  moments: [
    { share: 0.1, what: 'kill the server' },
    { share: 0.5, what: 'pause' },
  ],
  backfill: {
    runs: 60,
    mostAtOnce: 12,
    late: 3,
    doubled: 0,
    lost: 0,
    strange: 0,
    untiledMs: 0,
    over: 0,
    unfinished: 0,
    notes: [],
  },
  ledger: { entries: 60, missing: 0, strange: 0, wrong: 0, notes: [] },
  requests: { trigger: 60, list: 20, get: 61, cancel: 0, other: 1 },
  tookMs: 30_000,
  executions: 1,
  lastEvents: 900,
  result: { verdict: 'good', runs: 60 } as BackfillResult,
};

const facts: ReportFacts = {
  date: '2026-11-22T00:00:00.000Z',
  command: 'npm run backfills',
  machine: '2 cores',
  seed: 1,
  windows: 60,
  limit: 12,
  workers: 2,
  runSeconds: 3,
  keysFound: 0,
};

const halt: HaltFigures = {
  order: 'pause',
  inFlight: 10,
  answeredMs: 50,
  triggersAfter: 2,
  lastTriggerMs: 100,
  cancels: null,
  lastCancelMs: null,
  quietMs: null,
  wrong: 0,
  yardstickMs: 50,
};

const measures: Measures = {
  requests: [{ inFlight: 10, windows: 60, requests: proof.requests, tookMs: 60_000 }],
  halts: [halt],
  bare: { atOnce: 100, perMinute: 600 },
};

test('a backfill as it should be is told to have gone well', () => {
  const report = renderReport(proof, null, facts);
  expect(report).toContain('with 1 SIGKILLs, two resizes and a pause: nothing went wrong.');
  expect(report).not.toContain('Pause and cancel');
});

test.each<[string, Partial<Proof>]>([
  ['no run of W', { backfill: { ...proof.backfill, lost: 1, notes: ['no run of W'] } }],
  ['R is not in the ledger', { ledger: { ...proof.ledger, missing: 1, notes: ['R is not in the ledger'] } }],
  ['it left no result', { result: null }],
  ['its verdict is failed', { result: { verdict: 'failed', runs: 60 } as BackfillResult }],
])('what is wrong is told first: %s', (note, more) => {
  expect(renderReport({ ...proof, ...more }, null, facts)).toContain(`and a pause: ${note}.`);
});

test('requests are told for a window, halts as multiples of a bare workflow', () => {
  const report = renderReport(proof, measures, facts);
  expect(report).toMatch(/\| 10 +\| 60 +\| 1\.00 \| 0\.33 +\| 1\.02 \| 2\.37 \| 60 +\|/);
  expect(report).toContain('0.10 windows for each of them');
  expect(report).toMatch(/\| pause \| 10 +\| 0\.05 s \(1\.0\) \| 2 +\| 0 +\| 0\.10 s \(2\.0\) +\|/);
});
