import { describe, expect, test } from 'vitest';
import type { Plan, Step } from '../../../src/model/pipeline/plan.js';
import type { StepResult } from '../../../src/model/pipeline/results.js';
import { isOver, nextSteps, reopenedBy } from '../../../src/model/pipeline/step-order.js';
import type { Board } from '../../../src/model/pipeline/step-order.js';
import { step } from '../../support/step.js';
import { stepResult } from '../../support/step-result.js';

const plan = (steps: Step[], last: Step[] = []): Plan => ({
  version: 1,
  name: 'p',
  labels: {},
  steps,
  finally: last,
});
const ended = (id: string, state: StepResult['state'], more: Partial<StepResult> = {}): StepResult =>
  stepResult(id, { state, ...more });
const board = (results: StepResult[], ...running: string[]): Board => ({
  results: new Map(results.map((each) => [each.id, each])),
  running: new Set(running),
});
const of = (given: Plan, at: Board) => {
  const { start, skip } = nextSteps(given, at);
  return { start: start.map(({ id }) => id), skip: skip.map(({ step: { id } }) => id) };
};

const after = (when?: Step['when']) => step('b', { needs: ['a'], ...(when === undefined ? {} : { when }) });

describe('a step waits for all that it needs, and then', () => {
  test.each<[Step['when'], StepResult, 'start' | 'skip']>([
    [undefined, ended('a', 'succeeded'), 'start'],
    [undefined, ended('a', 'failed', { isIgnored: true }), 'start'],
    [undefined, ended('a', 'failed'), 'skip'],
    [undefined, ended('a', 'cancelled'), 'skip'],
    [undefined, ended('a', 'running'), 'skip'],
    [undefined, ended('a', 'skipped'), 'skip'],
    ['failure', ended('a', 'succeeded'), 'skip'],
    ['failure', ended('a', 'failed'), 'start'],
    ['failure', ended('a', 'failed', { isIgnored: true }), 'skip'],
    ['failure', ended('a', 'skipped'), 'skip'],
    ['always', ended('a', 'succeeded'), 'start'],
    ['always', ended('a', 'failed'), 'start'],
    ['always', ended('a', 'skipped'), 'start'],
  ])('with when %s and %j: %s', (when, need, expected) => {
    expect(of(plan([step('a', {}), after(when)]), board([need]))[expected]).toEqual(['b']);
  });

  test('waits for the others where one has ended already', () => {
    const both = step('c', { needs: ['a', 'b'], when: 'failure' });
    const given = plan([step('a', {}), step('b', {}), both]);
    expect(of(given, board([ended('a', 'failed')], 'b'))).toEqual({ start: [], skip: [] });
  });

  test('a failure is seen through steps that were skipped on its account, a condition is not one', () => {
    const given = plan([step('a', {}), after(), step('c', { needs: ['b'], when: 'failure' })]);
    const skipped = ended('b', 'skipped', { because: 'a' });
    expect(of(given, board([ended('a', 'failed'), skipped])).start).toEqual(['c']);
    expect(of(given, board([ended('a', 'skipped'), skipped])).skip).toEqual(['c']);
  });
});

describe('a step that stops the pipeline', () => {
  const given = plan([step('a', { onFailure: 'stop' }), step('b', {}), step('c', { when: 'always' })]);

  test('skips all that has not started when it fails', () => {
    expect(of(given, board([ended('a', 'failed')], 'b'))).toEqual({ start: [], skip: ['c'] });
  });

  test('stops nothing when it is skipped', () => {
    expect(of(given, board([ended('a', 'skipped')])).start).toEqual(['b', 'c']);
  });
});

describe('steps of finally', () => {
  const last = (when?: Step['when']) => step('last', when === undefined ? {} : { when });

  test('start when all others have ended, whatever became of them', () => {
    expect(of(plan([step('a', {})], [last()]), board([], 'a')).start).toEqual([]);
    expect(of(plan([step('a', {})], [last()]), board([ended('a', 'failed')])).start).toEqual(['last']);
  });

  test('start only after a failure, or only without one, where they say so', () => {
    const started = (when: Step['when'], state: StepResult['state']) =>
      of(plan([step('a', {})], [last(when)]), board([ended('a', state)])).start;
    expect(started('failure', 'failed')).toEqual(['last']);
    expect(started('failure', 'skipped')).toEqual([]);
    expect(started('success', 'failed')).toEqual([]);
    expect(started('success', 'skipped')).toEqual(['last']);
  });

  test('keep a pipeline open until they have ended', () => {
    const given = plan([step('a', {})], [last()]);
    expect(isOver(given, board([ended('a', 'succeeded')]))).toBe(false);
    expect(isOver(given, board([ended('a', 'succeeded'), ended('last', 'succeeded')]))).toBe(true);
  });
});

describe('retrying a step opens', () => {
  const { results } = board([
    ended('a', 'failed'),
    ended('b', 'skipped', { because: 'a' }),
    ended('c', 'skipped', { because: 'b' }),
    ended('d', 'skipped'),
  ]);

  test('it and what was skipped on its account', () => {
    expect(reopenedBy('a', results)).toEqual(['a', 'b', 'c']);
    expect(reopenedBy('d', results)).toEqual(['d']);
  });

  test('the step that kept it from starting, where it was skipped', () => {
    expect(reopenedBy('c', results)).toEqual(['a', 'b', 'c']);
  });
});
