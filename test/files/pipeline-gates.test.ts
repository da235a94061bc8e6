import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { problemsOf } from './support/problems-of.js';

const HEAD = 'version: 1\nname: n\nspace: s\n';
const STEPS = `${HEAD}steps:\n`;
const AB = `${STEPS}  - {id: a, task: t}\n`;

/** A step over a window, whose checks are these. */
const live = (...checks: string[]): string =>
  `${STEPS}  - id: a
    task: t
    window: {start: 2026-11-01T00:00:00Z, end: 2026-11-02T00:00:00Z}
    gate:
      checks:
${checks.map((check) => `      - ${check}\n`).join('')}`;

const BAD: [title: string, text: string, problems: string[]][] = [
  [
    'one without checks',
    `${STEPS}  - {id: a, task: t, gate: {checks: []}}\n`,
    ['p.yaml:5:37 steps[0].gate.checks: is an empty list, expected a list of at least one check'],
  ],
  [
    'a check of nothing',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{}]}}\n`,
    [
      'p.yaml:5:38 steps[0].gate.checks[0]: measures nothing, expected one of successShare, errorShare, samples, meanScore, medianScore, minScore, maxScore, labelShare, failedShare, labelDrift, agreement, kappa, condition',
    ],
  ],
  [
    'a check without a bound',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{successShare: {}}]}}\n`,
    [
      'p.yaml:5:53 steps[0].gate.checks[0].successShare: has no bound, expected one of min, max, warnBelow, warnAbove, maxDrop, maxRise, outsideControlLimits',
    ],
  ],
  [
    'a check of two measures',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{successShare: {min: 1}, samples: {min: 1}}]}}\n`,
    [
      'p.yaml:5:63 steps[0].gate.checks[0].samples: cannot be combined with successShare: use a separate check',
    ],
  ],
  [
    'a mistyped measure',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{meanScor: {min: 1}}]}}\n`,
    [
      'p.yaml:5:38 steps[0].gate.checks[0]: measures nothing, expected one of successShare, errorShare, samples, meanScore, medianScore, minScore, maxScore, labelShare, failedShare, labelDrift, agreement, kappa, condition',
      'p.yaml:5:39 steps[0].gate.checks[0].meanScor: is not a field of a check; did you mean "meanScore"?',
    ],
  ],
  [
    'a score without its evaluation',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{meanScore: {min: 1}}]}}\n`,
    ['p.yaml:5:50 steps[0].gate.checks[0].meanScore.evaluation: is missing, expected a non-empty string'],
  ],
  [
    'a share of no label',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{labelShare: {evaluation: e, min: 1}}]}}\n`,
    ['p.yaml:5:51 steps[0].gate.checks[0].labelShare.label: is missing, expected a non-empty string'],
  ],
  [
    'shares in percent and samples below nothing, while a score may be negative',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{successShare: {min: 98}}, {samples: {min: -1}}, {meanScore: {evaluation: e, min: -3}}]}}\n`,
    [
      'p.yaml:5:59 steps[0].gate.checks[0].successShare.min: is 98, expected a number from 0 to 1',
      'p.yaml:5:81 steps[0].gate.checks[1].samples.min: is -1, expected a number of at least 0',
    ],
  ],
  [
    'an evaluation of counts',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{successShare: {evaluation: e, min: 1}}]}}\n`,
    [
      'p.yaml:5:54 steps[0].gate.checks[0].successShare.evaluation: is not a field of a check of counts, expected one of of, min, max, warnBelow, warnAbove, minSamples, baseline, maxDrop, maxRise, outsideControlLimits, significance, onNoEvidence',
    ],
  ],
  [
    'a drop from nothing',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{meanScore: {evaluation: e, maxDrop: 0.1}}]}}\n`,
    ['p.yaml:5:66 steps[0].gate.checks[0].meanScore.maxDrop: has no effect without baseline'],
  ],
  [
    'a baseline without a bound',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{meanScore: {evaluation: e, min: 0.1, baseline: previous}}]}}\n`,
    ['p.yaml:5:76 steps[0].gate.checks[0].meanScore.baseline: has no effect without maxDrop or maxRise'],
  ],
  [
    'an unknown baseline',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{meanScore: {evaluation: e, maxDrop: 0.1, baseline: last}}]}}\n`,
    [
      'p.yaml:5:90 steps[0].gate.checks[0].meanScore.baseline: is "last", expected previous, previousWindow, sameWindowLastWeek, a number, or a mapping with experiment, trailing or range',
    ],
  ],
  [
    'a significance against a number',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{meanScore: {evaluation: e, maxDrop: 0.1, baseline: 0.8, significance: 0.05}}]}}\n`,
    [
      'p.yaml:5:95 steps[0].gate.checks[0].meanScore.significance: cannot be tested against a number: use previous or an experiment as the baseline',
    ],
  ],
  [
    'a significance in percent',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{meanScore: {evaluation: e, maxDrop: 0.1, baseline: previous, significance: 5}}]}}\n`,
    [
      'p.yaml:5:114 steps[0].gate.checks[0].meanScore.significance: is 5, expected a number between 0 and 1, like 0.05',
    ],
  ],
  [
    'a significance of a single score',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{minScore: {evaluation: e, maxDrop: 0.1, baseline: previous, significance: 0.05}}]}}\n`,
    [
      'p.yaml:5:99 steps[0].gate.checks[0].minScore.significance: is not available for minScore, only for meanScore, labelShare, labelDrift',
    ],
  ],
  [
    'bounds that swallow each other up',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{meanScore: {evaluation: e, min: 0.8, max: 0.5}}, {meanScore: {evaluation: e, min: 0.8, warnBelow: 0.8}}, {errorShare: {max: 0.1, warnAbove: 0.2}}]}}\n`,
    [
      'p.yaml:5:81 steps[0].gate.checks[0].meanScore.max: is 0.5, expected at least min (0.8)',
      'p.yaml:5:137 steps[0].gate.checks[1].meanScore.warnBelow: is 0.8, expected more than min (0.8); otherwise it never warns',
      'p.yaml:5:179 steps[0].gate.checks[2].errorShare.warnAbove: is 0.2, expected less than max (0.1); otherwise it never warns',
    ],
  ],
  [
    'steps that are not waited for, unknown, or without items',
    `${AB}  - {id: b, task: t, needs: []}\n  - id: g\n    needs: [a]\n    gate: {of: [a, b, c], checks: [{samples: {min: 1, of: a/x}}]}\n`,
    [
      'p.yaml:9:20 steps[2].gate.of[1]: is "b", but the step does not wait for b: add b to its needs',
      'p.yaml:9:23 steps[2].gate.of[2]: is "c", but no step has this id',
      'p.yaml:9:59 steps[2].gate.checks[0].samples.of: is "a/x", but that step has no items: use its id alone',
    ],
  ],
  [
    'nothing to measure',
    `${STEPS}  - {id: a, approval: ok}\n  - id: g\n    gate: {checks: [{samples: {min: 1}}, {condition: steps.a.state == "succeeded"}]}\n`,
    [
      'p.yaml:7:31 steps[1].gate.checks[0].samples: has nothing to measure: set `of` to a step that runs a task',
    ],
  ],
  [
    'a step to measure that makes no run',
    `${STEPS}  - {id: a, approval: ok}\n  - id: g\n    gate: {of: a, checks: [{samples: {min: 1}}]}\n`,
    ['p.yaml:7:16 steps[1].gate.of: is "a", a step that runs no task'],
  ],
  [
    'a mistyped item',
    `${STEPS}  - {id: a, task: t, matrix: {m: [small, large]}}\n  - id: g\n    gate: {of: a/smal, checks: [{samples: {min: 1}}]}\n`,
    ['p.yaml:7:16 steps[1].gate.of: is "a/smal", but no item has this key; did you mean "small"?'],
  ],
  [
    'a baseline by name without a space',
    'version: 1\nname: n\nsteps:\n  - {id: a, task: T25saW5lVGFzazo0NTpxUndY, gate: {checks: [{meanScore: {evaluation: e, maxDrop: 0.1, baseline: {experiment: good}}}]}}\n',
    [
      'p.yaml:4:126 steps[0].gate.checks[0].meanScore.baseline.experiment: is "good", a name: add `dataset` or `space`, or use its ID',
    ],
  ],
  [
    'an unknown answer',
    `${STEPS}  - {id: a, task: t, gate: {onNoEvidence: ignore, checks: [{samples: {min: 1}}]}}\n`,
    ['p.yaml:5:43 steps[0].gate.onNoEvidence: is "ignore", expected pass, warn or fail'],
  ],
  [
    'a condition that is a number',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{condition: 1 + 1}]}}\n`,
    ['p.yaml:5:50 steps[0].gate.checks[0].condition: has the type int, expected true or false'],
  ],
  [
    'a drift without a bound, or without a baseline that has labels',
    live(
      'labelDrift: {evaluation: e, baseline: previousWindow}',
      'labelDrift: {evaluation: e, max: 0.1, baseline: 0.5}',
    ),
    [
      'p.yaml:10:21 steps[0].gate.checks[0].labelDrift: has no bound, expected one of max, warnAbove',
      'p.yaml:11:57 steps[0].gate.checks[1].labelDrift.baseline: is a number, which has no labels to compare with',
    ],
  ],
  [
    'trailing windows that are too few',
    live(
      'meanScore: {evaluation: e, maxDrop: 0.1, baseline: {trailing: 1}}',
      'meanScore: {evaluation: e, outsideControlLimits: 3, baseline: {trailing: 4}}',
    ),
    [
      'p.yaml:10:71 steps[0].gate.checks[0].meanScore.baseline.trailing: is 1, expected 2 to 31 windows',
      'p.yaml:11:82 steps[0].gate.checks[1].meanScore.baseline.trailing: is 4, expected at least 5 windows for outsideControlLimits',
    ],
  ],
  [
    'control limits of other baselines, or of no width',
    live(
      'meanScore: {evaluation: e, outsideControlLimits: 3, baseline: previousWindow}',
      'meanScore: {evaluation: e, outsideControlLimits: 0, baseline: {trailing: 14}}',
    ),
    [
      'p.yaml:10:36 steps[0].gate.checks[0].meanScore.outsideControlLimits: needs trailing windows as the baseline, like {trailing: 14}',
      'p.yaml:11:58 steps[0].gate.checks[1].meanScore.outsideControlLimits: is 0, expected a number above 0, like 3 (standard deviations)',
    ],
  ],
  [
    'a significance against trailing windows',
    live('meanScore: {evaluation: e, maxDrop: 0.1, significance: 0.05, baseline: {trailing: 7}}'),
    [
      'p.yaml:10:50 steps[0].gate.checks[0].meanScore.significance: cannot be tested against trailing windows, which differ among themselves: use outsideControlLimits',
    ],
  ],
  [
    'a range of time that is none',
    live(
      'meanScore: {evaluation: e, maxDrop: 0.1, baseline: {range: {start: 2026-11-02T00:00:00, end: 2026-11-01T00:00:00Z}}}',
      'meanScore: {evaluation: e, maxDrop: 0.1, baseline: {range: {start: 2026-11-02T00:00:00Z, end: 2026-11-01T00:00:00Z}}}',
    ),
    [
      'p.yaml:10:76 steps[0].gate.checks[0].meanScore.baseline.range.start: is "2026-11-02T00:00:00", expected a time with a time zone, like 2026-11-01T00:00:00Z',
      'p.yaml:11:68 steps[0].gate.checks[1].meanScore.baseline.range: ends before it starts, expected start before end',
    ],
  ],
  [
    'a baseline of two kinds, or of none',
    live(
      'meanScore: {evaluation: e, maxDrop: 0.1, baseline: {trailing: 7, experiment: x}}',
      'meanScore: {evaluation: e, maxDrop: 0.1, baseline: {trailing: 7, dataset: d}}',
      'meanScore: {evaluation: e, maxDrop: 0.1, baseline: {}}',
    ),
    [
      'p.yaml:10:61 steps[0].gate.checks[0].meanScore.baseline.trailing: cannot be combined with experiment',
      'p.yaml:11:74 steps[0].gate.checks[1].meanScore.baseline.dataset: cannot be combined with trailing',
      'p.yaml:12:60 steps[0].gate.checks[2].meanScore.baseline: names none of experiment, trailing, range',
    ],
  ],
  [
    'counts of other windows',
    live('successShare: {maxDrop: 0.1, baseline: previousWindow}'),
    [
      'p.yaml:10:48 steps[0].gate.checks[0].successShare.baseline: is not available for successShare: of other windows only evaluations are read',
    ],
  ],
  [
    'windows and annotations of a step on experiments',
    `${AB}  - id: b
    task: t
    experimentsFrom: [a]
    gate:
      checks:
        - meanScore: {evaluation: e, maxDrop: 0.1, baseline: {trailing: 7}}
        - agreement: {between: [e, annotation.Correctness], min: 0.8}
        - failedShare: {evaluation: e, max: 0.05}
`,
    [
      'p.yaml:11:73 steps[1].gate.checks[0].meanScore.baseline.trailing: needs the spans of a project, but step b works on experiments',
      'p.yaml:12:36 steps[1].gate.checks[1].agreement.between[1]: needs the spans of a project, but step b works on experiments',
      'p.yaml:13:24 steps[1].gate.checks[2].failedShare: needs the spans of a project, but step b works on experiments',
    ],
  ],
  [
    'a reason that is none',
    live('failedShare: {evaluation: e, reason: rate limits, max: 0.01}'),
    [
      'p.yaml:10:46 steps[0].gate.checks[0].failedShare.reason: is "rate limits", expected rate limit, timeout, credentials, context length, content filter, unreadable answer, missing input, other or not told; did you mean "rate limit"?',
    ],
  ],
  [
    'an agreement of one',
    live('agreement: {between: [e], min: 0.8}'),
    [
      'p.yaml:10:30 steps[0].gate.checks[0].agreement.between: is a list, expected a list of two evaluations, or an evaluation and annotation.<name>',
    ],
  ],
];

describe('gates that are wrong', () => {
  test.each(BAD)('%s', (_, text, problems) => expect(problemsOf(text)).toEqual(problems));
});

const gatesOf = (text: string) => parsePipeline(text, 'p.yaml', {}).steps.map(({ gate }) => gate);

describe('a good gate', () => {
  test('has its checks in order, each with its measure, its steps and its bounds', () => {
    const text = `${AB}  - id: b
    task: t
    experimentsFrom: [a]
    gate:
      of: [a, b]
      onNoEvidence: warn
      checks:
        - successShare: {min: 0.98}
        - errorShare: {max: 0.02, warnAbove: 0.01, of: a}
        - samples: {min: 50, onNoEvidence: fail}
        - meanScore: {evaluation: relevance, min: 0.8, warnBelow: 0.85, minSamples: 20}
        - labelShare: {evaluation: policy, label: pass, min: 0.95}
        - meanScore: {evaluation: relevance, baseline: previous, maxDrop: 0.02, significance: 0.05}
        - medianScore: {evaluation: relevance, baseline: {experiment: good, dataset: questions}, maxDrop: 0}
        - maxScore: {evaluation: latency, baseline: 0.8, maxRise: 0.05}
        - condition: steps.a.counts.errors < 3
`;
    const of = ['a', 'b'];
    expect(gatesOf(text)[1]).toEqual({
      onNoEvidence: 'warn',
      checks: [
        { measure: 'successShare', of, min: 0.98 },
        { measure: 'errorShare', of: ['a'], max: 0.02, warnAbove: 0.01 },
        { measure: 'samples', of, min: 50, onNoEvidence: 'fail' },
        { measure: 'meanScore', of, evaluation: 'relevance', min: 0.8, warnBelow: 0.85, minSamples: 20 },
        { measure: 'labelShare', of, evaluation: 'policy', label: 'pass', min: 0.95 },
        {
          ...{ measure: 'meanScore', of, evaluation: 'relevance', maxDrop: 0.02, significance: 0.05 },
          baseline: { kind: 'previous' },
        },
        {
          ...{ measure: 'medianScore', of, evaluation: 'relevance', maxDrop: 0 },
          baseline: { kind: 'experiment', experiment: 'good', dataset: 'questions', space: 's' },
        },
        {
          ...{ measure: 'maxScore', of, evaluation: 'latency', maxRise: 0.05 },
          baseline: { kind: 'value', value: 0.8 },
        },
        { measure: 'condition', of: [], condition: 'steps.a.counts.errors < 3' },
      ],
    });
  });

  test('may compare windows, labels and judges', () => {
    const text = live(
      'meanScore: {evaluation: e, baseline: previousWindow, maxDrop: 0.05, significance: 0.05}',
      'labelShare: {evaluation: e, label: bad, baseline: sameWindowLastWeek, maxRise: 0.1}',
      'medianScore: {evaluation: e, baseline: {trailing: 14}, outsideControlLimits: 3, minSamples: 30}',
      'labelDrift: {evaluation: e, baseline: {range: {start: 2026-10-01T00:00:00Z, end: 2026-10-08T00:00:00Z}}, max: 0.1, significance: 0.01}',
      'agreement: {between: [e, annotation.Correctness], min: 0.8}',
      'kappa: {between: [e, f], min: 0.6, warnBelow: 0.7}',
      'failedShare: {evaluation: e, reason: rate limit, max: 0.01}',
    );
    const of = ['a'];
    const range = { start: '2026-10-01T00:00:00Z', end: '2026-10-08T00:00:00Z' };
    expect(gatesOf(text)[0]?.checks).toEqual([
      {
        ...{ measure: 'meanScore', of, evaluation: 'e', maxDrop: 0.05, significance: 0.05 },
        baseline: { kind: 'previousWindow' },
      },
      {
        ...{ measure: 'labelShare', of, evaluation: 'e', label: 'bad', maxRise: 0.1 },
        baseline: { kind: 'sameWindowLastWeek' },
      },
      {
        ...{ measure: 'medianScore', of, evaluation: 'e', outsideControlLimits: 3, minSamples: 30 },
        baseline: { kind: 'trailing', windows: 14 },
      },
      {
        ...{ measure: 'labelDrift', of, evaluation: 'e', max: 0.1, significance: 0.01 },
        baseline: { kind: 'range', ...range },
      },
      { measure: 'agreement', of, between: ['e', 'annotation.Correctness'], min: 0.8 },
      { measure: 'kappa', of, between: ['e', 'f'], min: 0.6, warnBelow: 0.7 },
      { measure: 'failedShare', of, evaluation: 'e', reason: 'rate limit', max: 0.01 },
    ]);
  });

  test('measures its own step, or what it needs where it does nothing else', () => {
    const text = `${AB}  - {id: b, task: t, gate: {checks: [{samples: {min: 1}}]}}
  - {id: ok, approval: Go on?, needs: [a]}
  - {id: g, needs: [a, b, ok], gate: {checks: [{samples: {min: 1}}]}}
`;
    const measured = gatesOf(text).flatMap((gate) => gate?.checks.map(({ of }) => of) ?? []);
    expect(measured).toEqual([['b'], ['a', 'b']]);
  });

  test('may have bounds, evaluations and baselines by expressions of earlier steps', () => {
    const text = `${AB}  - id: b
    task: t
    gate:
      checks:
        - meanScore: {evaluation: "\${{ steps.a.reason }}", min: "\${{ steps.a.errorShare }}"}
        - meanScore: {evaluation: e, baseline: "\${{ steps.a.scores.e.mean }}", maxDrop: 0.1}
        - meanScore: {evaluation: e, baseline: {experiment: "\${{ steps.a.experimentId }}"}, maxDrop: 0.1}
`;
    const [, b] = parsePipeline(text, 'p.yaml', {}).steps;
    expect(b?.bindings?.map(({ at, kind }) => [at.join('.'), kind])).toEqual([
      ['gate.checks.0.evaluation', 'text'],
      ['gate.checks.0.min', 'number'],
      ['gate.checks.1.baseline.value', 'number'],
      ['gate.checks.2.baseline.experiment', 'resource'],
    ]);
    expect(b?.gate?.checks[1]?.baseline).toEqual({ kind: 'value', value: 0 });
  });

  test('may measure an item of a fan-out', () => {
    const text = `${STEPS}  - {id: a, task: t, matrix: {m: [small, large]}}
  - {id: b, task: t, forEach: steps.a.items}
  - {id: g, needs: [a, b], gate: {of: [a/small, b/any, a], checks: [{samples: {min: 1}}]}}
`;
    expect(gatesOf(text)[2]?.checks[0]?.of).toEqual(['a/small', 'b/any', 'a']);
  });
});
