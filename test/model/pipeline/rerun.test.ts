import { describe, expect, test } from 'vitest';
import type { Plan, Step } from '../../../src/model/pipeline/plan.js';
import { planRerun, rowsNeeded } from '../../../src/model/pipeline/rerun/plan-rerun.js';
import type { EndedPipeline } from '../../../src/model/pipeline/rerun/ended-pipeline.js';
import { changedBeyondGates } from '../../../src/model/pipeline/rerun/judge-again.js';
import { rerunSteps } from '../../../src/model/pipeline/rerun/rerun-steps.js';
import type { StepResult, StepState } from '../../../src/model/pipeline/results.js';
import { step } from '../../support/step.js';
import { stepResult } from '../../support/step-result.js';

const plan: Plan = {
  version: 1,
  name: 'p',
  labels: {},
  steps: [
    step('late', { needs: ['b'] }),
    step('a', {}),
    step('b', { needs: ['a'] }),
    step('c', { needs: ['a'] }),
    step('on-failure', { needs: ['b'], when: 'failure' }),
  ],
  finally: [step('tell', {})],
};

const result = (id: string, state: StepState, more: Partial<StepResult> = {}): StepResult =>
  stepResult(id, { state, ...more });

const results = (...all: StepResult[]): Map<string, StepResult> => new Map(all.map((one) => [one.id, one]));

const FAILED = results(
  result('a', 'succeeded'),
  result('b', 'failed', { attempts: 3 }),
  result('c', 'succeeded'),
  result('late', 'skipped', { attempts: 0, because: 'b' }),
  result('on-failure', 'succeeded'),
  result('tell', 'succeeded'),
);

const ended = (known: Map<string, StepResult>): EndedPipeline => ({ plan, results: known, attempts: {} });

const ids = (kept: readonly StepResult[]): string[] => kept.map(({ id }) => id);

describe('a rerun of what failed', () => {
  test('keeps what ended well, and runs what failed with all that follows it, and finally', () => {
    const { kept, runs } = planRerun(ended(FAILED), { kind: 'failed' });
    expect(ids(kept)).toEqual(['a', 'c']);
    expect(runs).toEqual(['late', 'b', 'on-failure', 'tell']);
  });

  test('counts how often each step was triggered, in the runs before too', () => {
    const again = new Map(FAILED).set('a', result('a', 'succeeded', { isKept: true, attempts: 2 }));
    const { attempts } = planRerun(
      { ...ended(again), attempts: { a: 2, b: 2, late: 1 } },
      { kind: 'failed' },
    );
    expect(attempts).toEqual({ a: 2, b: 3, c: 1, late: 1, 'on-failure': 1, tell: 1 });
  });

  test('keeps a failure that was ignored', () => {
    const ignored = new Map(FAILED).set('b', result('b', 'failed', { isIgnored: true }));
    expect(ids(planRerun(ended(ignored), { kind: 'failed' }).kept)).toEqual(['a', 'b', 'c', 'on-failure']);
  });

  test('runs steps of which nothing is known, and those that were cancelled or left running', () => {
    const { runs } = planRerun(ended(results(result('a', 'running'), result('c', 'cancelled'))), {
      kind: 'failed',
    });
    expect(runs).toEqual(['late', 'a', 'b', 'c', 'on-failure', 'tell']);
  });

  test('keeps what was left out on purpose, and what was left out with it', () => {
    const left = results(
      result('a', 'succeeded'),
      result('b', 'skipped'),
      result('late', 'skipped', { because: 'b' }),
      result('c', 'failed'),
      result('on-failure', 'skipped', { because: 'late' }),
    );
    expect(ids(planRerun(ended(left), { kind: 'failed' }).kept)).toEqual(['late', 'a', 'b', 'on-failure']);
  });

  test('keeps the items that ended well of a fan-out that failed by itself, and not of one after it', () => {
    const items: StepResult['items'] = [];
    const fanned = new Map(FAILED)
      .set('b', result('b', 'failed', { items }))
      .set('late', result('late', 'failed', { items }));
    expect(ids(planRerun(ended(fanned), { kind: 'failed' }).partly)).toEqual(['b']);
    expect(planRerun(ended(fanned), { kind: 'from', step: 'b' }).partly).toEqual([]);
  });

  test('counts the most tries that an item of a fan-out had', () => {
    const items = [1, 4, 2].map((attempts) => ({ attempts }) as NonNullable<StepResult['items']>[number]);
    const fanned = results(result('a', 'failed', { items }));
    expect(planRerun(ended(fanned), { kind: 'failed' }).attempts).toEqual({
      a: 4,
    });
  });
});

describe('a rerun from a step', () => {
  const good = new Map([...FAILED].map(([id, one]) => [id, { ...one, state: 'succeeded' as const }]));

  test('runs it and what follows it, whatever they came to', () => {
    const { kept, runs } = planRerun(ended(good), { kind: 'from', step: 'b' });
    expect(ids(kept)).toEqual(['a', 'c']);
    expect(runs).toEqual(['late', 'b', 'on-failure', 'tell']);
  });

  test('also runs what had failed elsewhere', () => {
    const { runs } = planRerun(ended(FAILED), { kind: 'from', step: 'c' });
    expect(runs).toContain('b');
  });

  test('of finally keeps all the others', () => {
    expect(planRerun(ended(good), { kind: 'from', step: 'tell' }).runs).toEqual(['tell']);
  });
});

test('attempts are those of a step of that name, whatever every object has', () => {
  const named = { ...plan, steps: [step('constructor', {})], finally: [] };
  const { attempts } = planRerun(
    { ...ended(results(result('constructor', 'failed', { attempts: 2 }))), plan: named },
    { kind: 'failed' },
  );
  expect(attempts).toEqual({ constructor: 2 });
});

test('a rerun needs all rows of fan-outs that it runs in part, or that what it runs looks at', () => {
  const checks = [{ measure: 'samples' as const, of: ['c/x'], min: 1 }];
  const gated: Plan = {
    ...plan,
    steps: [step('a', {}), step('c', {}), step('d', {}), step('b', { reads: ['a'], gate: { checks } })],
    reads: ['e'],
  };
  const partly = [result('b', 'failed')];
  const needed = rowsNeeded(gated, { partly, judged: [], runs: ['b'] });
  expect([...needed].toSorted()).toEqual(['a', 'b', 'c', 'e']);
  expect(rowsNeeded(gated, { partly: [], judged: [], runs: ['d'] })).toEqual(new Set(['e']));
});

describe('a rerun with a changed file', () => {
  const changed = (...steps: Step[]): Plan => ({ ...plan, steps });
  const by = (id: string): Step => plan.steps.find((each) => each.id === id) ?? step(id, {});

  test('keeps the steps that succeeded and are defined as before, and says which of them run again', () => {
    const now = changed(
      by('a'),
      by('b'),
      { ...by('c'), trigger: { maxSpans: 5 } },
      step('new', { needs: ['a'] }),
    );
    const rerun = planRerun(ended(FAILED), { kind: 'failed' }, now);
    expect(ids(rerun.kept)).toEqual(['a']);
    expect(rerun.redone).toEqual(['c']);
    expect(
      rerunSteps(rerun).map(({ id, change, members, deed }) => [id, change, members.join(), deed]),
    ).toEqual([
      ['a', 'same', '', 'kept'],
      ['b', 'same', '', 'runs'],
      ['c', 'changed', 'maxSpans', 'runs'],
      ['new', 'added', '', 'runs'],
      ['tell', 'same', '', 'runs'],
      ['late', 'removed', '', 'removed'],
      ['on-failure', 'removed', '', 'removed'],
    ]);
  });

  test('runs what follows a changed step, and all items of a changed fan-out', () => {
    const fanned = new Map(FAILED).set('b', result('b', 'failed', { items: [] }));
    const now = changed({ ...by('a'), timeoutMs: 1 }, { ...by('b'), task: 'other' }, by('c'));
    const { redone, partly, changes } = planRerun(ended(fanned), { kind: 'failed' }, now);
    expect([redone, partly]).toEqual([['a', 'c'], []]);
    expect(changes.slice(0, 2).map(({ members }) => members)).toEqual([['timeout'], ['task']]);
  });

  test('takes a template for a change of the member that it gives', () => {
    const bindings = [
      { at: ['trigger', 'experimentName'], template: '${{ inputs.x }}', kind: 'text' as const },
    ];
    const now = changed({ ...by('a'), bindings, reads: ['b'] });
    expect(planRerun(ended(FAILED), { kind: 'failed' }, now).changes[0]?.members).toEqual(['experimentName']);
  });
});

describe('judging gates again', () => {
  const gate = { answer: 'fail' as const, checks: [] };
  const gated = new Map(FAILED)
    .set('b', result('b', 'failed', { gate }))
    .set('tell', result('tell', 'succeeded', { kind: 'activity' }));

  test('keeps every run, and runs what was skipped because of the gate', () => {
    const { kept, judged, runs } = planRerun(ended(gated), { kind: 'gates' });
    expect([ids(kept), ids(judged), runs]).toEqual([['a', 'c', 'on-failure'], ['b'], ['late', 'tell']]);
  });

  test('leaves a run that failed as it is, and what was skipped because of it', () => {
    const other = new Map(gated)
      .set('c', result('c', 'failed', { gate }))
      .set('b', result('b', 'failed'))
      .set('tell', result('tell', 'succeeded', { kind: 'run' }));
    const { kept, judged, runs } = planRerun(ended(other), { kind: 'gates' });
    expect([ids(kept), ids(judged), runs]).toEqual([['late', 'a', 'b', 'on-failure', 'tell'], ['c'], []]);
  });

  test('judges a gate that the file changed, and refuses other changes of what has run', () => {
    const now: Plan = {
      ...plan,
      steps: plan.steps.map((each) =>
        each.id === 'a' ? { ...each, gate: { checks: [] } } : { ...each, timeoutMs: 5 },
      ),
    };
    const rerun = planRerun(ended(gated), { kind: 'gates' }, now);
    expect(ids(rerun.judged)).toEqual(['a', 'b']);
    expect(changedBeyondGates(rerun, gated).map(({ id }) => id)).toEqual(['b', 'c', 'on-failure']);
  });
});
