import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideCheck, decideGate } from '../../../src/model/gate/decide-gate.js';
import { GATE_ANSWERS, MEASURES } from '../../../src/model/gate/gate.js';
import type { GateAnswer, GateCheck } from '../../../src/model/gate/gate.js';
import type {
  BaselineEvidence,
  CheckEvidence,
  CheckResult,
  WindowEvidence,
} from '../../../src/model/gate/evidence.js';

const check = (more: Partial<GateCheck> = {}): GateCheck => ({
  measure: 'meanScore',
  of: ['evaluate'],
  evaluation: 'relevance',
  ...more,
});
const source = { experimentIds: ['experiment-1'], runIds: ['run-1'] };
const found = (value: number | null, more: Partial<CheckEvidence> = {}): CheckEvidence => ({
  value,
  samples: 20,
  missing: null,
  source,
  ...more,
});
const before = (value: number | null, more: Partial<BaselineEvidence> = {}): BaselineEvidence => ({
  value,
  samples: 20,
  missing: null,
  source: { ...source, workflowId: 'ax-pipeline/nightly/1' },
  pValue: null,
  test: null,
  ...more,
});
const previous = { kind: 'previous' } as const;
const answerOf = (asked: Partial<GateCheck>, evidence: CheckEvidence): GateAnswer =>
  decideCheck(check(asked), evidence).answer;

test('a check says that what it measured existed before and was reused', () => {
  const reused = ['experiment old reused, created 2026-11-01T00:00:00Z, nothing was run'];
  const { reason, source: told } = decideCheck(
    check({ min: 0.5 }),
    found(0.9, { source: { ...source, reused } }),
  );
  expect(reason).toContain(`(${reused[0]})`);
  expect(told.reused).toEqual(reused);
});

describe('a bound', () => {
  test.each<[Partial<GateCheck>, number, GateAnswer]>([
    [{ min: 0.8 }, 0.8, 'pass'],
    [{ min: 0.8 }, 0.79, 'fail'],
    [{ max: 0.1 }, 0.1, 'pass'],
    [{ max: 0.1 }, 0.11, 'fail'],
    [{ warnBelow: 0.9 }, 0.9, 'pass'],
    [{ warnBelow: 0.9 }, 0.89, 'warn'],
    [{ warnAbove: 0.05 }, 0.05, 'pass'],
    [{ warnAbove: 0.05 }, 0.06, 'warn'],
    [{ min: 0.8, warnBelow: 0.9 }, 0.7, 'fail'],
    [{ min: 0, max: 0 }, 0, 'pass'],
    [{ min: -1 }, -2, 'fail'],
    [{}, 0.5, 'pass'],
  ])('%o with %d: %s', (asked, value, answer) => {
    expect(answerOf(asked, found(value))).toBe(answer);
  });

  test('is not crossed by the noise of adding fractions', () => {
    expect(answerOf({ max: 0.3 }, found(0.1 + 0.2))).toBe('pass');
    expect(answerOf({ min: 0.3 }, found(1 - 0.7))).toBe('pass');
    expect(answerOf({ maxDrop: 0.1 }, found(0.7, { baseline: before(0.8) }))).toBe('pass');
    expect(answerOf({ max: 0.3 }, found(0.300001))).toBe('fail');
  });

  const number = fc.double({ min: -10, max: 10, noNaN: true });
  const severity = (answer: GateAnswer): number => GATE_ANSWERS.indexOf(answer);

  test('from below is never failed by a higher value where a lower one passed, and the other way round', () => {
    fc.assert(
      fc.property(number, number, number, number, (a, b, fail, warn) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const below = { min: fail, warnBelow: warn };
        const above = { max: fail, warnAbove: warn };
        expect(severity(answerOf(below, found(high)))).toBeLessThanOrEqual(
          severity(answerOf(below, found(low))),
        );
        expect(severity(answerOf(above, found(low)))).toBeLessThanOrEqual(
          severity(answerOf(above, found(high))),
        );
      }),
    );
  });

  test('on a drop is never failed by a higher value where a lower one passed', () => {
    fc.assert(
      fc.property(
        number,
        number,
        number,
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        (a, b, base, p) => {
          const [low, high] = a < b ? [a, b] : [b, a];
          const asked = { baseline: previous, maxDrop: 0.5, significance: 0.05 };
          const baseline = before(base, { pValue: p });
          const answers = [low, high].map((value) => severity(answerOf(asked, found(value, { baseline }))));
          expect(answers[1]).toBeLessThanOrEqual(answers[0] ?? 0);
        },
      ),
    );
  });
});

describe('a condition', () => {
  test.each([
    [1, 'pass'],
    [0, 'fail'],
  ])('that is %d: %s', (value, answer) => {
    const asked = check({ measure: 'condition', of: [], condition: 'steps.a.errorShare < 0.1' });
    const result = decideCheck(asked, found(value, { samples: 0 }));
    expect(result.answer).toBe(answer);
    expect(result.reason).toContain('steps.a.errorShare < 0.1');
  });
});

describe('without evidence', () => {
  const gaps: [string, Partial<GateCheck>, CheckEvidence][] = [
    ['no value', {}, found(null, { missing: 'no run bears eval.relevance.score' })],
    ['no value, and nobody said why', {}, found(null)],
    ['no number', {}, found(Number.NaN)],
    ['no samples', {}, found(0.9, { samples: 0 })],
    ['too few samples', { minSamples: 21 }, found(0.9)],
    ['no baseline', { baseline: previous }, found(0.9)],
    ['a bound on a drop, but no baseline', { maxDrop: 0.1 }, found(0.9)],
    ['a bound on a rise, but no baseline', { maxRise: 0.1 }, found(0.9)],
    [
      'a baseline that is missing',
      { baseline: previous },
      found(0.9, { baseline: before(null, { missing: 'none' }) }),
    ],
    ['a baseline without a value', { baseline: previous }, found(0.9, { baseline: before(null) })],
    ['a condition with a problem', { measure: 'condition' }, found(null, { missing: 'no such step' })],
  ];

  test.each(gaps)('(%s) every check fails, and says that evidence is missing', (_, asked, evidence) => {
    const result = decideCheck(check(asked), evidence);
    expect(result.answer).toBe('fail');
    expect(result.reason).toMatch(/^no evidence for /);
  });

  test.each(gaps)('(%s) the gate may say otherwise, and the check more so', (_, asked, evidence) => {
    expect(decideCheck(check(asked), evidence, 'warn').answer).toBe('warn');
    expect(decideCheck(check({ ...asked, onNoEvidence: 'pass' }), evidence, 'warn').answer).toBe('pass');
  });

  test('bounds that the value would meet do not pass a check, whatever is measured', () => {
    for (const measure of MEASURES) {
      const result = decideCheck(check({ measure, min: 0 }), found(null, { missing: 'gone', samples: 0 }));
      expect(result).toMatchObject({ answer: 'fail', value: null });
    }
  });

  test('the reason says what is missing', () => {
    const missing =
      'no run of the experiment x bears eval.relevance.score: the evaluations there are: safety';
    expect(decideCheck(check(), found(null, { missing })).reason).toContain(missing);
    expect(decideCheck(check({ minSamples: 50 }), found(0.9)).reason).toContain(
      'only 20 scores, 50 are needed',
    );
  });

  test('a number of samples is evidence even where it is none', () => {
    expect(answerOf({ measure: 'samples', min: 5 }, found(0, { samples: 0 }))).toBe('fail');
    expect(answerOf({ measure: 'samples', max: 5 }, found(0, { samples: 0 }))).toBe('pass');
  });
});

describe('a baseline', () => {
  const drop = { baseline: previous, maxDrop: 0.1 };
  const rise = { baseline: previous, maxRise: 0.1 };
  const from = (value: number, base: number, pValue: number | null = null) =>
    found(value, { baseline: before(base, { pValue, test: 'permutation' }) });

  test.each<[Partial<GateCheck>, CheckEvidence, GateAnswer]>([
    [drop, from(0.8, 0.9), 'pass'],
    [drop, from(0.79, 0.9), 'fail'],
    [drop, from(1, 0.5), 'pass'],
    [rise, from(0.6, 0.5), 'pass'],
    [rise, from(0.61, 0.5), 'fail'],
    [rise, from(0.1, 0.5), 'pass'],
    [{ ...drop, significance: 0.05 }, from(0.7, 0.9, 0.05), 'fail'],
    [{ ...drop, significance: 0.05 }, from(0.7, 0.9, 0.06), 'warn'],
    [{ ...drop, significance: 0.05 }, from(0.7, 0.9, null), 'fail'],
    [{ ...drop, significance: 0.05 }, from(0.85, 0.9, 0.001), 'pass'],
    [{ ...rise, significance: 0.05 }, from(0.7, 0.5, 0.2), 'warn'],
    [{ ...drop, significance: 0.05, min: 0.75 }, from(0.7, 0.9, 0.2), 'fail'],
    [{ baseline: previous }, from(0.1, 0.9), 'pass'],
  ])('%o: %o', (asked, evidence, answer) => {
    expect(answerOf(asked, evidence)).toBe(answer);
  });

  test('stands in the result with the difference and where it came from', () => {
    expect(decideCheck(check(drop), from(0.5, 0.75, 0.01)).baseline).toMatchObject({
      value: 0.75,
      difference: -0.25,
      pValue: 0.01,
      source: { workflowId: 'ax-pipeline/nightly/1' },
    });
  });
});

describe('the reason', () => {
  test.each([
    [1e-12, '(p < 1e-12)'],
    [0.004, '(p = 0.004)'],
  ])('says of p-value %d: %s', (pValue, text) => {
    const asked = check({ baseline: previous, maxDrop: 0.05, significance: 0.01 });
    expect(
      decideCheck(asked, found(0.5, { baseline: before(0.9, { pValue, test: 'a test' }) })).reason,
    ).toContain(text);
  });

  test('names what was found and what was expected', () => {
    const { reason } = decideCheck(check({ min: 0.8, warnBelow: 0.9 }), found(0.123456789));
    expect(reason).toBe(
      'mean eval.relevance.score of evaluate is 0.123457 (20 scores): ' +
        'below the least allowed, 0.8; below 0.9, where warnings begin',
    );
  });

  test('says how many runs have no score', () => {
    const scores = { count: 20, runs: 50, mean: 1, median: 1, min: 1, max: 1, labels: {}, histogram: [] };
    expect(decideCheck(check({ min: 0 }), found(1, { scores })).reason).toContain('30 of 50 runs have none');
  });

  test('stays short whatever the file says', () => {
    const of = Array.from({ length: 500 }, (_, at) => `step-${at}`);
    expect(decideCheck(check({ of }), found(1)).reason.length).toBeLessThanOrEqual(600);
  });
});

describe('a gate', () => {
  const results = (...answers: GateAnswer[]): CheckResult[] =>
    answers.map((answer) => ({ check: check(), answer, reason: '', value: 1, samples: 1, source }));

  test.each<[GateAnswer[], GateAnswer]>([
    [['pass', 'pass'], 'pass'],
    [['pass', 'warn'], 'warn'],
    [['warn', 'fail', 'pass'], 'fail'],
  ])('answers to %o with the worst, %s', (answers, worst) => {
    expect(decideGate({ checks: [] }, results(...answers)).answer).toBe(worst);
  });

  test('that checks nothing fails, unless it says otherwise', () => {
    expect(decideGate({ checks: [] }, []).answer).toBe('fail');
    expect(decideGate({ checks: [], onNoEvidence: 'pass' }, []).answer).toBe('pass');
  });
});

describe('control limits', () => {
  const limited: Partial<GateCheck> = {
    outsideControlLimits: 3,
    baseline: { kind: 'trailing', windows: 14 },
  };
  const control = {
    deviation: 0.02,
    limits: [0.74, 0.86] as [number, number],
    windows: 14,
    falseAlarmShare: 0.0124,
  };

  test.each<[number, GateAnswer]>([
    [0.74, 'pass'],
    [0.73, 'fail'],
    [0.86, 'pass'],
    [0.87, 'fail'],
  ])('from 0.74 to 0.86 let %d %s', (value, answer) => {
    expect(answerOf(limited, found(value, { baseline: before(0.8, { control }) }))).toBe(answer);
  });

  test('say what they rest on, and how often chance alone is beyond them', () => {
    const { reason, baseline } = decideCheck(
      check(limited),
      found(0.7, { baseline: before(0.8, { control }) }),
    );
    expect(reason).toContain(
      'below the lower limit, 0.74 (mean and 3 standard deviations of 14 windows; by chance in 1.2% of windows)',
    );
    expect(baseline).toMatchObject({ value: 0.8, control });
  });

  test('name the windows that they come from beside their mean', () => {
    const { reason } = decideCheck(check(limited), found(0.8, { baseline: before(0.81, { control }) }));
    expect(reason).toContain(', baseline 0.81 (the 14 windows before): as it should be');
  });

  test('of too few windows are no evidence', () => {
    const { answer, reason } = decideCheck(
      check(limited),
      found(0.8, { baseline: before(0.8, { control: null }) }),
    );
    expect({ answer, reason }).toMatchObject({
      answer: 'fail',
      reason: expect.stringContaining('too few windows') as string,
    });
  });
});

describe('a drift of labels', () => {
  const drift: Partial<GateCheck> = { measure: 'labelDrift', max: 0.1, baseline: { kind: 'previousWindow' } };
  const labels = (pValue: number | null) => before(null, { pValue });

  test.each<[Partial<GateCheck>, number, number | null, GateAnswer]>([
    [{}, 0.1, null, 'pass'],
    [{}, 0.2, 0.9, 'fail'],
    [{ significance: 0.05 }, 0.2, 0.01, 'fail'],
    [{ significance: 0.05 }, 0.2, 0.3, 'warn'],
    [{ significance: 0.05 }, 0.2, null, 'fail'],
    [{ significance: 0.05 }, 0.05, 0.001, 'pass'],
    [{ warnAbove: 0.05 }, 0.07, null, 'warn'],
  ])('with %j of %d at p = %d is a %s', (more, value, pValue, answer) => {
    expect(answerOf({ ...drift, ...more }, found(value, { baseline: labels(pValue) }))).toBe(answer);
  });

  test('says what it was compared with', () => {
    const { reason } = decideCheck(check(drift), found(0.05, { baseline: labels(null) }));
    expect(reason).toContain(', compared with the window before: as it should be');
  });

  test('without a baseline is no evidence', () => {
    const missing = before(null, { missing: 'there are no spans' });
    const { reason } = decideCheck(check(drift), found(null, { baseline: missing }));
    expect(reason).toBe(
      'no evidence for drift of eval.relevance.label of evaluate: no baseline: there are no spans',
    );
  });
});

describe('a check of spans says', () => {
  const window: WindowEvidence = {
    ...{ projectId: 'p', taskId: 't', start: '2026-11-10T00:00:00.000Z', end: '2026-11-11T00:00:00.000Z' },
    ...{ filter: null, spans: 200, attributedBy: 'run', requests: 1, value: 0.9, samples: 20 },
  };
  const reasonWith = (more: Partial<WindowEvidence>): string =>
    decideCheck(check({ min: 0.5 }), found(0.9, { source: { ...source, windows: [{ ...window, ...more }] } }))
      .reason;

  test.each<[Partial<WindowEvidence>, string]>([
    [{}, 'as it should be'],
    [{ attributedBy: 'task' }, '(evaluations counted by their task, since none names its run)'],
    [{ attributedBy: 'window' }, '(evaluations counted by their window, since none names its task or run)'],
    [{ sampled: { share: 0.25, error: 0.013 } }, '(a sample of 25% of the window, ± 0.013)'],
    [{ sampled: { share: 0.25, error: null } }, '(a sample of 25% of the window)'],
    [{ roundedBy: 0.0007 }, '(± 0.0007, since there are more than 1,000 different scores)'],
  ])('how they were read: %j', (more, text) => expect(reasonWith(more)).toMatch(endOf(text)));

  test('nothing of attribution if judges are compared: their evaluations may well name their run', () => {
    const asked: GateCheck = {
      ...{ measure: 'agreement', of: ['evaluate'], between: ['relevance', 'annotation.Correctness'] },
      min: 0.5,
    };
    const windows: WindowEvidence[] = [{ ...window, attributedBy: 'window' }];
    const { reason } = decideCheck(asked, found(0.9, { source: { ...source, windows } }));
    expect(reason).toMatch(endOf('as it should be'));
  });
});

const endOf = (text: string): RegExp => new RegExp(`${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
