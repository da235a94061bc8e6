import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { problemsOf } from './support/problems-of.js';

const HEAD = 'version: 1\nname: n\nspace: s\n';
const STEPS = `${HEAD}steps:\n`;
const AB = `${STEPS}  - {id: a, task: t}\n`;

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
      'p.yaml:5:38 steps[0].gate.checks[0]: measures nothing, expected one of successShare, errorShare, samples, meanScore, medianScore, minScore, maxScore, labelShare, condition',
    ],
  ],
  [
    'a check without a bound',
    `${STEPS}  - {id: a, task: t, gate: {checks: [{successShare: {}}]}}\n`,
    [
      'p.yaml:5:53 steps[0].gate.checks[0].successShare: has no bound, expected one of min, max, warnBelow, warnAbove, maxDrop, maxRise',
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
      'p.yaml:5:38 steps[0].gate.checks[0]: measures nothing, expected one of successShare, errorShare, samples, meanScore, medianScore, minScore, maxScore, labelShare, condition',
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
      'p.yaml:5:54 steps[0].gate.checks[0].successShare.evaluation: is not a field of a check of counts, expected one of of, min, max, warnBelow, warnAbove, minSamples, baseline, maxDrop, maxRise, significance, onNoEvidence',
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
      'p.yaml:5:90 steps[0].gate.checks[0].meanScore.baseline: is "last", expected previous, a number, or a mapping with experiment',
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
      'p.yaml:5:99 steps[0].gate.checks[0].minScore.significance: is not available for minScore, only for meanScore, medianScore, labelShare',
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
