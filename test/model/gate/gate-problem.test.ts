import { expect, test } from 'vitest';
import { gateCheck } from '../../../src/model/gate/gate-problem.js';

const problemOf = (baseline: unknown): string | null =>
  gateCheck({ checks: [{ measure: 'meanScore', of: ['a'], baseline }] }, 'gate');

test.each([
  undefined,
  { kind: 'previous' },
  { kind: 'value', value: 0 },
  { kind: 'experiment', experiment: '' },
  { kind: 'previousWindow' },
  { kind: 'sameWindowLastWeek' },
  { kind: 'trailing', windows: 31 },
  { kind: 'range', start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00+02:00' },
])('a gate may have the baseline %j', (baseline) => expect(problemOf(baseline)).toBeNull());

test.each([
  [{ kind: 'lastWeek' }, 'kind: expected one of previous,'],
  [{ kind: 'trailing', windows: 1 }, 'windows: expected a whole number, at least 2, got 1'],
  [{ kind: 'trailing', windows: 1e9 }, 'windows: expected at most 31, got 1000000000'],
  [{ kind: 'range', start: 'yesterday', end: 'today' }, 'start: expected a time with a time zone'],
])('a gate of a program with the baseline %j is refused', (baseline, problem) =>
  expect(problemOf(baseline)).toContain(problem),
);
