import { describe, expect, test } from 'vitest';
import { pipelineMemo, stepMemos } from '../../../src/model/pipeline/describe-steps.js';
import type { StepNote } from '../../../src/model/pipeline/pipeline-memo.js';
import type { RunResult } from '../../../src/model/run/run-result.js';
import type { StepResult } from '../../../src/model/pipeline/results.js';
import { pipelineVerdict } from '../../../src/model/pipeline/pipeline-verdict.js';
import type { Verdict } from '../../../src/model/run/verdict.js';
import { step } from '../../support/step.js';
import { stepResult } from '../../support/step-result.js';

const ended = (id: string, more: Partial<StepResult> = {}): StepResult =>
  stepResult(id, { result: { verdict: 'good' } as RunResult, endedAt: 'then', ...more });
const memo = (results: StepResult[], notes: [string, StepNote][] = []) =>
  pipelineMemo({
    paused: { atMs: 0, by: 'ada' },
    deadlineMs: null,
    notes: new Map(notes),
    results: new Map(results.map((each) => [each.id, each])),
  });

describe('the memo of a pipeline', () => {
  test('leaves out what the one child of a step tells', () => {
    expect(memo([ended('a')]).steps).toEqual({});
  });

  test('tells the end of what had no child, several, a gate, or was kept', () => {
    const approval = ended('b', { result: null, kind: 'approval', state: 'failed', reason: 'no' });
    const { steps } = memo([approval, ended('c', { attempts: 2 }), ended('d', { isKept: true })]);
    expect(steps).toEqual({
      b: { phase: 'ended', since: 'then', state: 'failed', reason: 'no' },
      c: { phase: 'ended', since: 'then', state: 'succeeded', attempt: 2 },
      d: { phase: 'ended', since: 'then', state: 'succeeded' },
    });
  });

  test('tells of a run that failed that it counts as good', () => {
    const result = { verdict: 'failed' } as RunResult;
    const { steps } = memo([ended('a', { result, state: 'failed', isIgnored: true })]);
    expect(steps).toEqual({ a: { phase: 'ended', since: 'then', state: 'failed', isIgnored: true } });
  });

  test('tells who paused it, and where its steps are', () => {
    const note: StepNote = { phase: 'gate', since: 'now' };
    expect(memo([], [['a', note]])).toEqual({
      pausedAt: '1970-01-01T00:00:00.000Z',
      pausedBy: 'ada',
      deadlineAt: null,
      steps: { a: note },
    });
  });
});

test('the steps are told with what they are', () => {
  const fanOut = { items: [], limit: 1, onConflict: 'wait' as const };
  const bare = {
    id: 'sign',
    needs: [],
    trigger: {},
    experimentsFrom: [],
    approval: { message: '?' },
    when: 'always' as const,
  };
  const plan = {
    version: 1 as const,
    name: 'p',
    labels: {},
    steps: [step('a', { task: 't', fanOut }), bare],
  };
  expect(stepMemos({ ...plan, finally: [step('last', { task: 'u' })] })).toEqual([
    { id: 'a', needs: [], task: 't', isFanOut: true },
    { id: 'sign', needs: [], task: '', kind: 'approval', when: 'always' },
    { id: 'last', needs: [], task: 'u', isFinally: true },
  ]);
});

test.each<[string, StepResult[], Verdict]>([
  ['of good steps', [ended('a')], 'good'],
  ['with a skipped one', [ended('a', { state: 'skipped', result: null })], 'good'],
  ['with a failure that is ignored', [ended('a', { state: 'failed', isIgnored: true })], 'good'],
  ['with a gate that failed after a good run', [ended('a', { state: 'failed' })], 'failed'],
  [
    'with a run of errors',
    [ended('a', { state: 'failed', result: { verdict: 'errors' } as RunResult })],
    'errors',
  ],
  ['with a run left to go on', [ended('a', { state: 'running' })], 'running'],
])('a pipeline %s has the verdict that follows', (_what, steps, verdict) => {
  expect(pipelineVerdict(steps, false)).toBe(verdict);
  expect(pipelineVerdict(steps, true)).toBe('cancelled');
});
