import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { problemsOf } from './support/problems-of.js';

const HEAD = 'version: 1\nname: n\nspace: s\n';
const STEPS = `${HEAD}steps:\n`;
const AB = `${STEPS}  - {id: a, task: t}\n`;

const BAD: [title: string, text: string, problems: string[]][] = [
  [
    'one that does nothing',
    `${STEPS}  - {id: a}\n`,
    ['p.yaml:5:5 steps[0].task: is missing, expected one of task, ensure, activity, approval, or a gate'],
  ],
  [
    'one that does two things',
    `${STEPS}  - {id: a, task: t, activity: x}\n`,
    [
      'p.yaml:5:22 steps[0].activity: cannot be combined with task: a step has one of task, ensure, activity, approval',
    ],
  ],
  [
    'an approval with what belongs to runs',
    `${STEPS}  - {id: a, approval: ok?, timeout: 1h, maxSpans: 3, gate: {checks: [{condition: "true"}]}}\n`,
    [
      'p.yaml:5:28 steps[0].timeout: cannot be combined with approval, which takes only id, needs, if, when, onFailure and outputs',
      'p.yaml:5:41 steps[0].maxSpans: cannot be combined with approval, which takes only id, needs, if, when, onFailure and outputs',
      'p.yaml:5:54 steps[0].gate: cannot be combined with approval, which takes only id, needs, if, when, onFailure and outputs',
    ],
  ],
  [
    "an activity with a trigger's fields",
    `${STEPS}  - {id: a, activity: x, experimentName: e, onEmpty: skip}\n`,
    [
      'p.yaml:5:26 steps[0].experimentName: applies to task runs: use it in a step with task or ensure',
      'p.yaml:5:45 steps[0].onEmpty: applies to task runs: use it in a step with task or ensure',
    ],
  ],
  [
    'an activity whose name cannot be one',
    `${STEPS}  - {id: a, activity: "x y"}\n`,
    ['p.yaml:5:23 steps[0].activity: is "x y", expected the name of an activity'],
  ],
  [
    'a wait for the failure of nothing',
    `${STEPS}  - {id: a, needs: [], when: failure, task: t}\n`,
    ['p.yaml:5:30 steps[0].when: is "failure", but the step needs no step that could fail'],
  ],
  [
    'a matrix that takes away what is not in it',
    `${STEPS}  - {id: a, task: t, matrix: {model: [x, y], exclude: [{modle: x}]}}\n`,
    ['p.yaml:5:57 steps[0].matrix.exclude[0].modle: is not a name in the matrix; did you mean "model"?'],
  ],
  [
    'one name for the experiments of all items',
    `${STEPS}  - {id: a, task: t, matrix: {model: [x, y]}, experimentName: e}\n`,
    [
      'p.yaml:5:63 steps[0].experimentName: is the same for all items, but experiment names must be unique: use matrix, item or index in it',
    ],
  ],
  [
    'an activity that is one of ours',
    `${STEPS}  - {id: a, activity: deleteTask}\n`,
    [
      'p.yaml:5:23 steps[0].activity: is "deleteTask", a built-in activity of ax-tasks: name an activity of your own worker',
    ],
  ],
  [
    'ids and names that every object has',
    `${STEPS}  - {id: constructor, task: t, outputs: {toString: self.runId}}\n`,
    [
      'p.yaml:5:10 steps[0].id: is "constructor", expected another id: this word is reserved',
      'p.yaml:5:42 steps[0].outputs.toString: is "toString", expected another name: this word is reserved',
    ],
  ],
  [
    'a gate alone with what belongs to runs',
    `${AB}  - {id: b, gate: {checks: [{condition: "true"}]}, maxSpans: 3, retry: {attempts: 2}, forEach: [1]}\n`,
    [
      'p.yaml:6:52 steps[1].maxSpans: has no effect in a step with only a gate: add task, ensure or activity',
      'p.yaml:6:65 steps[1].retry: has no effect in a step with only a gate: add task, ensure or activity',
      'p.yaml:6:87 steps[1].forEach: has no effect in a step with only a gate: add task, ensure or activity',
    ],
  ],
  [
    'an argument without an activity',
    `${STEPS}  - {id: a, task: t, with: {x: 1}}\n`,
    ['p.yaml:5:22 steps[0].with: has no effect without activity'],
  ],
  [
    'no trigger without a task to ensure',
    `${STEPS}  - {id: a, task: t, trigger: false}\n`,
    ['p.yaml:5:22 steps[0].trigger: has no effect without ensure'],
  ],
  [
    "a trigger's field where nothing is triggered",
    `${STEPS}  - {id: a, trigger: false, maxSpans: 5, ensure: {name: e, type: code_evaluation, project: p, evaluators: [{evaluatorId: e}]}}\n`,
    ['p.yaml:5:29 steps[0].maxSpans: applies to task runs, which `trigger: false` turns off'],
  ],
  [
    'a task to ensure that is wrong',
    `${STEPS}  - {id: a, ensure: {name: e, type: code_evaluation, evaluators: [{evaluatorid: e}]}}\n`,
    [
      'p.yaml:5:21 steps[0].ensure.dataset: is missing: an evaluation task requires a project or a dataset',
      'p.yaml:5:21 steps[0].ensure.experimentIds: is missing: a dataset task requires at least one (or set allowNoExperiments)',
      'p.yaml:5:67 steps[0].ensure.evaluators[0].evaluatorId: is missing, expected a non-empty string',
      'p.yaml:5:68 steps[0].ensure.evaluators[0].evaluatorid: is not a field of an evaluator; did you mean "evaluatorId"?',
    ],
  ],
  [
    'a limit without items',
    `${STEPS}  - {id: a, task: t, concurrency: {limit: 3}}\n`,
    ['p.yaml:5:22 steps[0].concurrency: has no effect without matrix or forEach'],
  ],
  [
    'a matrix beside forEach',
    `${STEPS}  - {id: a, task: t, matrix: {m: [1]}, forEach: [1]}\n`,
    ['p.yaml:5:22 steps[0].matrix: cannot be combined with forEach'],
  ],
  [
    'a matrix without lists',
    `${STEPS}  - {id: a, task: t, matrix: {m: 1}}\n`,
    ['p.yaml:5:34 steps[0].matrix.m: is 1, expected a list of at least one entry'],
  ],
  [
    'a matrix with an empty list',
    `${STEPS}  - {id: a, task: t, matrix: {m: []}}\n`,
    ['p.yaml:5:34 steps[0].matrix.m: is an empty list, expected a list of at least one entry'],
  ],
  [
    'a matrix of which everything is excluded',
    `${STEPS}  - {id: a, task: t, matrix: {m: [1], exclude: [{m: 1}]}}\n`,
    ['p.yaml:5:30 steps[0].matrix: produces no combination, expected at least one'],
  ],
  [
    'an empty matrix',
    `${STEPS}  - {id: a, task: t, matrix: {}}\n`,
    ['p.yaml:5:30 steps[0].matrix: produces no combination, expected at least one'],
  ],
  [
    'items that are no list',
    `${STEPS}  - {id: a, task: t, forEach: 5}\n`,
    ['p.yaml:5:31 steps[0].forEach: is 5, expected a list, or an expression that returns one'],
  ],
  [
    'a retry of nothing without its delay',
    `${STEPS}  - {id: a, task: t, onEmpty: retry}\n`,
    [
      'p.yaml:5:31 steps[0].onEmpty: is "retry", expected skip, fail, retryAfter with a duration like retryAfter 2h, or a mapping with retryAfter or causes',
    ],
  ],
  [
    'a delay that is none',
    `${STEPS}  - {id: a, task: t, onEmpty: retryAfter soon}\n`,
    [
      'p.yaml:5:31 steps[0].onEmpty: is "retryAfter soon", expected skip, fail, retryAfter with a duration like retryAfter 2h, or a mapping with retryAfter or causes',
    ],
  ],
  [
    'two answers to an empty window',
    `${STEPS}  - {id: a, task: t, onEmpty: skip, allowEmpty: true}\n`,
    ['p.yaml:5:22 steps[0].onEmpty: cannot be combined with allowEmpty'],
  ],
  [
    'an unknown member of onEmpty',
    `${STEPS}  - {id: a, task: t, onEmpty: {retryAfter: 2h, tries: 3}}\n`,
    [
      'p.yaml:5:48 steps[0].onEmpty.tries: is not a field of onEmpty, expected one of retryAfter, attempts, then, no-spans, no-match, labelled, not-indexed, otherwise',
    ],
  ],
  [
    'no attempt, and a cancel of ours to be retried',
    `${STEPS}  - {id: a, task: t, retry: {attempts: 0, on: [failed, cancelled-by-us]}}\n`,
    [
      'p.yaml:5:40 steps[0].retry.attempts: is 0, expected a whole number of at least 1',
      'p.yaml:5:56 steps[0].retry.on[1]: is "cancelled-by-us", expected failed, gone, refused, timed-out-cancelled, stalled, cancelled-elsewhere or succeeded-with-errors',
    ],
  ],
  [
    'a stall that no poll could tell',
    `${STEPS}  - {id: a, task: t, stalledAfter: 5s}\n`,
    ['p.yaml:5:36 steps[0].stalledAfter: is "5s", expected a duration of at least 1m, such as 30m'],
  ],
  [
    'a bare number as retry',
    `${STEPS}  - {id: a, task: t, retry: 3}\n`,
    ['p.yaml:5:29 steps[0].retry: is 3, expected a mapping with attempts'],
  ],
  [
    'a backoff that begins above its end',
    `${STEPS}  - {id: a, task: t, retry: {attempts: 3, backoff: 1h, maxBackoff: 10m}}\n`,
    ['p.yaml:5:68 steps[0].retry.maxBackoff: is "10m", expected at least backoff ("1h")'],
  ],
  [
    'an end of an approval that never comes',
    `${STEPS}  - {id: a, approval: {message: m, onTimeout: approve}}\n`,
    ['p.yaml:5:36 steps[0].approval.onTimeout: has no effect without timeout'],
  ],
  [
    'an approval without its message',
    `${STEPS}  - {id: a, approval: {mesage: m}}\n`,
    [
      'p.yaml:5:23 steps[0].approval.message: is missing, expected a non-empty string',
      'p.yaml:5:24 steps[0].approval.mesage: is not a field of an approval; did you mean "message"?',
    ],
  ],
  [
    'a mistyped condition',
    `${STEPS}  - {id: a, task: t, when: failed}\n`,
    ['p.yaml:5:28 steps[0].when: is "failed", expected success, failure or always'],
  ],
  [
    'requirements that are none, several, of another kind, or of nothing',
    `${STEPS}  - {id: a, task: t, requires: [{minExamples: 3}, {dataset: d, evaluator: e}, {evaluator: e, minRuns: 2}, {dataset: d, minExamples: 0}]}\n`,
    [
      'p.yaml:5:33 steps[0].requires[0]: names nothing, expected one of dataset, experiment, spans, evaluator, integration',
      'p.yaml:5:64 steps[0].requires[1].evaluator: cannot be combined with dataset: use a separate entry',
      'p.yaml:5:94 steps[0].requires[2].minRuns: applies to experiment, not to evaluator',
      'p.yaml:5:133 steps[0].requires[3].minExamples: is 0, expected a whole number of at least 1',
    ],
  ],
  [
    'spans without a window or a task, and a wait for what does not change, or longer than the step',
    `${STEPS}  - {id: a, task: t, requires: [{spans: {min: 1}}]}
  - {id: b, activity: x, requires: [{spans: {min: 1}}]}
  - {id: c, task: t, timeout: 1h, requires: [{integration: i, until: 1h}, {dataset: d, until: 2h}]}\n`,
    [
      'p.yaml:5:34 steps[0].requires[0].spans: requires window.start in the step: it counts the spans of that window',
      'p.yaml:6:38 steps[1].requires[0].spans: applies to the window of a task, which the step does not have: add task or ensure',
      'p.yaml:7:63 steps[2].requires[0].until: applies to dataset, experiment and spans, not to integration',
      'p.yaml:7:95 steps[2].requires[1].until: is "2h", expected less than the timeout of the step (1h), which includes it',
    ],
  ],
  [
    'an answer to nothing found that is for any cause and by cause, or for none',
    `${STEPS}  - {id: a, task: t, onEmpty: {retryAfter: 2h, labelled: skip}}
  - {id: b, task: t, onEmpty: {attempts: 2, labelled: skip}}
  - {id: c, task: t, onEmpty: {}}
  - {id: d, task: t, onEmpty: {labelled: later}}\n`,
    [
      'p.yaml:5:48 steps[0].onEmpty.labelled: cannot be combined with retryAfter: write `retryAfter` as the action of a cause',
      'p.yaml:6:32 steps[1].onEmpty.attempts: has no effect without retryAfter',
      'p.yaml:7:22 steps[2].onEmpty: names nothing, expected retryAfter, or one of no-spans, no-match, labelled, not-indexed, otherwise',
      'p.yaml:8:42 steps[3].onEmpty.labelled: is "later", expected skip, fail, or retryAfter with a duration like retryAfter 2h',
    ],
  ],
  [
    'a required name without a space',
    'version: 1\nname: n\nsteps:\n  - {id: a, task: t, space: x}\n  - {id: b, gate: {checks: [{condition: "true"}]}, requires: [{dataset: d}]}\n',
    [
      'p.yaml:5:73 steps[1].requires[0].dataset: is "d", a name: set `space` in the step or at the top (or ARIZE_SPACE), or use its ID',
    ],
  ],
  [
    'an id that is taken in the other list',
    `${AB}finally:\n  - {id: a, task: t}\n`,
    ['p.yaml:7:10 finally[0].id: is "a", which is already the id of steps[0]'],
  ],
  [
    'a step of finally that needs one of steps',
    `${AB}finally:\n  - {id: f, task: t, needs: [a]}\n`,
    [
      'p.yaml:7:30 finally[0].needs[0]: is "a", a step of `steps`, which has always ended by then: use `if` to check how it ended',
    ],
  ],
  [
    'a step that needs one of finally',
    `${STEPS}  - {id: a, task: t, needs: [f]}\nfinally:\n  - {id: f, task: t}\n`,
    [
      'p.yaml:5:30 steps[0].needs[0]: is "f", a step of `finally`, which starts only after all of `steps` have ended',
    ],
  ],
  [
    'a step of finally that reads one behind it',
    `${AB}finally:\n  - {id: f, task: t, if: steps.g.attempts > 0}\n  - {id: g, task: t}\n`,
    ['p.yaml:7:26 finally[0].if: reads steps.g, but the step does not wait for g: add g to its needs'],
  ],
];

describe('steps that are wrong', () => {
  test.each(BAD)('%s', (_, text, problems) => expect(problemsOf(text)).toEqual(problems));
});

const planOf = (text: string) => parsePipeline(text, 'p.yaml', {});

describe('good steps', () => {
  test('say when they run, how often, and what their end means, with the defaults written out', () => {
    const text = `${STEPS}  - {id: a, task: t, when: always, retry: {attempts: 3}, onFailure: stop, onEmpty: retryAfter 2h}
  - {id: b, task: t, retry: {attempts: 2, backoff: 20m, on: [gone, gone, refused]}, onEmpty: skip}
  - {id: c, task: t, retry: {attempts: 2, maxBackoff: 1h}, onEmpty: {retryAfter: 1h, attempts: 2, then: skip}}
`;
    expect(planOf(text).steps).toMatchObject([
      {
        when: 'always',
        onFailure: 'stop',
        retry: { attempts: 3, backoffMs: 30_000, maxBackoffMs: 600_000, on: ['failed', 'gone'] },
        onEmpty: { action: 'retry', afterMs: 7_200_000, attempts: 12, then: 'fail' },
      },
      {
        retry: { attempts: 2, backoffMs: 1_200_000, maxBackoffMs: 1_200_000, on: ['gone', 'refused'] },
        onEmpty: { action: 'skip' },
      },
      {
        retry: { attempts: 2, backoffMs: 30_000, maxBackoffMs: 3_600_000 },
        onEmpty: { action: 'retry', afterMs: 3_600_000, attempts: 2, then: 'skip' },
      },
    ]);
  });

  test('answer by cause when nothing was found, and fail for causes that are not named', () => {
    const text = `${STEPS}  - {id: a, task: t, onEmpty: {not-indexed: retryAfter 1h, labelled: skip}}\n`;
    expect(planOf(text).steps[0]?.onEmpty).toEqual({
      action: 'by-cause',
      causes: {
        'not-indexed': { action: 'retry', afterMs: 3_600_000, attempts: 12, then: 'fail' },
        labelled: { action: 'skip' },
      },
      otherwise: { action: 'fail' },
    });
  });

  test('trigger a stalled run again once, or as often as retry says', () => {
    const onStalled = 'stalledAfter: 20m, onStalled: retry';
    const text = `${STEPS}  - {id: a, task: t, ${onStalled}}\n  - {id: b, task: t, ${onStalled}, retry: {attempts: 5}}\n`;
    const wait = { stalledAfterMs: 1_200_000, onStalled: 'fail' };
    expect(planOf(text).steps).toMatchObject([
      { ...wait, retry: { attempts: 2, on: ['stalled'] } },
      { ...wait, retry: { attempts: 5, on: ['failed', 'gone', 'stalled'] } },
    ]);
  });

  test('may be approvals, activities, and tasks to ensure', () => {
    const text = `${STEPS}  - {id: a, approval: Go on?}
  - {id: b, approval: {message: Go on?, timeout: 2d, onTimeout: approve}}
  - {id: c, activity: notify, with: {to: [x]}, timeout: 1m, retry: {attempts: 5}}
  - {id: d, activity: notify}
  - {id: e, trigger: false, ensure: {name: n, type: code_evaluation, project: p, evaluators: [{evaluatorId: e}]}}
`;
    expect(planOf(text).steps).toMatchObject([
      { approval: { message: 'Go on?' } },
      { approval: { message: 'Go on?', timeoutMs: 172_800_000, onTimeout: 'approve' } },
      { activity: { name: 'notify', input: { to: ['x'] } }, timeoutMs: 60_000, retry: { attempts: 5 } },
      { activity: { name: 'notify', input: null } },
      { isTriggered: false, ensure: { name: 'n', type: 'CODE_EVALUATION', space: 's' } },
    ]);
  });

  test('of finally wait for the one before them in finally, and for none of steps', () => {
    const text = `${AB}finally:\n  - {id: f, task: t, experimentsFrom: [a]}\n  - {id: g, task: t}\n  - {id: h, task: t, needs: []}\n`;
    expect(planOf(text).finally?.map(({ needs }) => needs)).toEqual([['a'], ['f'], []]);
  });

  test('require things by kind, in the space of the step', () => {
    const text = `${STEPS}  - id: a
    task: t
    space: own
    requires:
      - {dataset: d, minExamples: 50}
      - {dataset: d, space: other}
      - {experiment: e, dataset: d, minRuns: 5}
      - {evaluator: v, version: abc}
      - {integration: i}
      - {dataset: d, until: 2h}
      - {spans: {min: 100, filter: "status_code = 'OK'"}, until: 30m}
    window: {start: 2026-11-01T00:00:00Z}
`;
    expect(planOf(text).steps[0]?.requires).toEqual([
      { kind: 'dataset', dataset: 'd', minExamples: 50, space: 'own' },
      { kind: 'dataset', dataset: 'd', minExamples: 1, space: 'other' },
      { kind: 'experiment', experiment: 'e', dataset: 'd', minRuns: 5, space: 'own' },
      { kind: 'evaluator', evaluator: 'v', version: 'abc', space: 'own' },
      { kind: 'integration', integration: 'i', space: 'own' },
      { kind: 'dataset', dataset: 'd', minExamples: 1, space: 'own', untilMs: 7_200_000 },
      { kind: 'spans', spans: { min: 100, filter: "status_code = 'OK'" }, untilMs: 1_800_000 },
    ]);
  });

  test('fan out over the combinations of a matrix, or over a list', () => {
    const text = `${STEPS}  - {id: a, task: t, matrix: {model: [small, large], n: [1, 2]}, concurrency: {limit: 3, onConflict: skip}}
  - {id: b, task: t, forEach: [x/y, {name: z}, x-y]}
  - {id: c, task: t, forEach: steps.b.items}
`;
    const [a, b, c] = planOf(text).steps;
    expect(a?.fanOut).toMatchObject({ limit: 3, onConflict: 'skip' });
    expect(a?.fanOut?.items?.map(({ key }) => key)).toEqual(['small-1', 'small-2', 'large-1', 'large-2']);
    expect(a?.fanOut?.items?.[2]).toEqual({
      key: 'large-1',
      value: { model: 'large', n: 1 },
      isMatrix: true,
    });
    expect(b?.fanOut?.items?.map(({ key, isMatrix }) => [key, isMatrix])).toEqual([
      ['x-y', false],
      ['z', false],
      ['x-y-2', false],
    ]);
    expect(c?.fanOut).toEqual({ forEach: 'steps.b.items', limit: 10, onConflict: 'wait' });
  });

  test('fan out to at most 1,000 items', () => {
    const numbers = (n: number) => Array.from({ length: n }, (_, at) => at).join(', ');
    const forEach = (n: number) => `${STEPS}  - {id: a, task: t, forEach: [${numbers(n)}]}\n`;
    const matrix = `${STEPS}  - {id: a, task: t, matrix: {a: [${numbers(400)}], b: [${numbers(400)}], c: [${numbers(400)}]}}\n`;
    expect(planOf(forEach(1000)).steps[0]?.fanOut?.items).toHaveLength(1000);
    expect(problemsOf(forEach(1001))).toEqual([
      'p.yaml:5:31 steps[0].forEach: produces 1001 items; the limit is 1000',
    ]);
    expect(problemsOf(matrix)).toEqual([
      'p.yaml:5:30 steps[0].matrix: produces 64000000 items; the limit is 1000',
    ]);
  });

  test('fan out to at most 2,000 items in all, of a size that every row can carry', () => {
    const numbers = Array.from({ length: 1000 }, (_, at) => at).join(', ');
    const all = ['a', 'b', 'c'].map((id) => `  - {id: ${id}, task: t, forEach: [${numbers}]}\n`);
    expect(problemsOf(`${STEPS}${all.slice(0, 2).join('')}`)).toEqual([]);
    expect(problemsOf(`${STEPS}${all.join('')}`)).toEqual([
      'p.yaml:7:31 steps[2].forEach: brings the pipeline to 3000 items; the limit is 2000',
    ]);
    const long = 'x'.repeat(200_000);
    expect(problemsOf(`${STEPS}  - {id: a, task: t, forEach: [${long}, ${long}]}\n`)).toEqual([
      'p.yaml:5:31 steps[0].forEach: has items of 0.4 MB; the limit is 0.3 MB',
    ]);
  });
});
