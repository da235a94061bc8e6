import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { problemsOf } from './support/problems-of.js';

const HEAD = 'version: 1\nname: n\nspace: s\n';
const STEPS = `${HEAD}steps:\n`;
const AB = `${STEPS}  - {id: a, task: t}\n`;

const BAD: [title: string, text: string, problems: string[]][] = [
  [
    'reads a step that comes after it',
    `${STEPS}  - id: a\n    task: t\n    if: steps.b.runId == "x"\n  - {id: b, task: t}\n`,
    ['p.yaml:7:9 steps[0].if: reads steps.b, but the step does not wait for b: add b to its needs'],
  ],
  [
    'reads a step that it does not wait for, and is pointed at in the middle of a line',
    `${AB}  - id: b\n    task: t\n    needs: []\n    if: 1 < 2 && steps.a.counts.errors < 3\n`,
    ['p.yaml:9:18 steps[1].if: reads steps.a, but the step does not wait for a: add a to its needs'],
  ],
  [
    'reads a step that does not exist',
    `${AB}  - id: answer\n    task: t\n  - id: c\n    task: t\n    if: steps.anser.attempts > 1\n`,
    ['p.yaml:10:9 steps[2].if: reads steps.anser, but no step has this id; did you mean "answer"?'],
  ],
  [
    'reads a fact that no step has',
    `${AB}  - id: b\n    task: t\n    if: steps.a.experimentid != null\n`,
    [
      'p.yaml:8:9 steps[1].if: reads steps.a.experimentid, which is not a property of a step; did you mean "experimentId"?',
    ],
  ],
  [
    'reads a count that no step has',
    `${AB}  - id: b\n    task: t\n    if: steps.a.counts.error > 1\n`,
    ['p.yaml:8:9 steps[1].if: reads steps.a.counts.error, which is not a count; did you mean "errors"?'],
  ],
  [
    'reads an output that its step does not have',
    `${STEPS}  - {id: a, task: t, outputs: {best: self.runId}}\n  - id: b\n    task: t\n    if: steps.a.outputs.bst == "x"\n`,
    [
      'p.yaml:8:9 steps[1].if: reads steps.a.outputs.bst, which is not an output of the step; did you mean "best"?',
    ],
  ],
  [
    'reads itself before it has ended',
    `${AB}  - id: b\n    task: t\n    if: self.attempts > 1\n`,
    ['p.yaml:8:9 steps[1].if: reads self, which is available only in the gate and the outputs of a step'],
  ],
  [
    'reads itself by its id',
    `${AB}  - id: b\n    task: t\n    if: steps.b.attempts > 1\n`,
    [
      'p.yaml:8:9 steps[1].if: reads steps.b, its own step: read a step that it waits for, or use self in its gate and outputs',
    ],
  ],
  [
    'reads a matrix where there is none',
    `${AB}  - id: b\n    task: t\n    experimentName: x-\${{ matrix.m }}\n`,
    ['p.yaml:8:27 steps[1].experimentName: reads matrix, which is available only in a step with matrix'],
  ],
  [
    'reads a name that the matrix does not have',
    `${AB}  - id: b\n    task: t\n    matrix: {model: [x]}\n    experimentName: x-\${{ matrix.modle }}\n`,
    [
      'p.yaml:9:27 steps[1].experimentName: reads matrix.modle, which is not in the matrix of the step; did you mean "model"?',
    ],
  ],
  [
    'reads an item of a matrix',
    `${AB}  - id: b\n    task: t\n    matrix: {model: [x]}\n    experimentName: x-\${{ item }}\n`,
    ['p.yaml:9:27 steps[1].experimentName: reads item, which is available only in a step with forEach'],
  ],
  [
    'reads a position where there are no items',
    `${AB}  - id: b\n    task: t\n    experimentName: x-\${{ index }}\n`,
    [
      'p.yaml:8:27 steps[1].experimentName: reads index, which is available only in a step with matrix or forEach',
    ],
  ],
  [
    'reads an item where the step is one whole',
    `${AB}  - id: b\n    task: t\n    forEach: [x]\n    outputs: {a: item}\n`,
    [
      'p.yaml:9:18 steps[1].outputs.a: reads item, which is available only in the fields of each item: if, task, trigger fields, tolerances, ensure, requires and with',
    ],
  ],
  [
    'begins with an unknown name',
    `${AB}  - id: b\n    task: t-\${{ input.x }}\n`,
    [
      'p.yaml:7:17 steps[1].task: has an invalid expression: "input" is unknown, expected one of inputs, pipeline, steps, matrix, item, index, self',
    ],
  ],
  [
    'calls an unknown function',
    `${AB}  - id: b\n    task: t\n    if: now() > 1\n`,
    [
      "p.yaml:8:9 steps[1].if: has an invalid expression: found no matching overload for 'now()'; there is no current time, read timestamp(pipeline.startedAt)",
    ],
  ],
  [
    'gives a text as condition',
    `${AB}  - id: b\n    task: t\n    if: "'yes'"\n`,
    ['p.yaml:8:9 steps[1].if: has the type string, expected true or false'],
  ],
  [
    'ends too early',
    `${AB}  - id: b\n    task: t\n    if: steps.a.attempts >\n`,
    ['p.yaml:8:27 steps[1].if: has an invalid expression: unexpected token: the end'],
  ],
  [
    'is two',
    `${AB}  - id: b\n    task: t\n    if: \${{ true }} and \${{ false }}\n`,
    ['p.yaml:8:9 steps[1].if: contains other text, expected one expression, with or without ${{ }}'],
  ],
  [
    'has no end',
    `${AB}  - id: b\n    task: t-\${{ inputs.x\n`,
    ['p.yaml:7:13 steps[1].task: contains ${{ without }}'],
  ],
  [
    'computes the id of a step',
    `${AB}  - id: b\n    task: t\n    if: steps[inputs.x].runId == ""\n`,
    ['p.yaml:8:9 steps[1].if: does not name a step, expected an id after steps, as in steps.answer'],
  ],
  [
    'reads an input where none is declared',
    `${AB}  - id: b\n    task: t-\${{ inputs.x }}\n`,
    ['p.yaml:7:17 steps[1].task: reads inputs.x, which is not an input of the pipeline'],
  ],
  [
    'gives a duration that must be known before',
    `${AB}  - id: b\n    task: t\n    timeout: \${{ steps.a.outputs.t }}\n`,
    [
      'p.yaml:8:14 steps[1].timeout: is "${{ steps.a.outputs.t }}", expected a duration like 30s, 5m, 1h30m or PT5M (only inputs may be used here)',
    ],
  ],
  [
    'gives a policy that must be known before',
    `${AB}  - id: b\n    task: t\n    onFailure: \${{ steps.a.state }}\n`,
    [
      'p.yaml:8:16 steps[1].onFailure: is "${{ steps.a.state }}", expected stop, continue or ignore (only inputs may be used here)',
    ],
  ],
  [
    'gives an id',
    `${AB}  - id: b-\${{ steps.a.state }}\n    task: t\n`,
    [
      'p.yaml:6:9 steps[1].id: is "b-${{ steps.a.state }}", expected an id that starts with a letter and contains only letters, digits, - and _ (only inputs may be used here)',
    ],
  ],
  [
    'gives a need',
    `${AB}  - id: b\n    task: t\n    needs: ["\${{ steps.a.state }}"]\n`,
    [
      'p.yaml:8:13 steps[1].needs[0]: is "${{ steps.a.state }}", expected an id that starts with a letter and contains only letters, digits, - and _ (only inputs may be used here)',
    ],
  ],
  [
    'gives the name of the pipeline',
    'version: 1\nname: n-${{ pipeline.workflowId }}\nspace: s\nsteps: [{id: a, task: t}]\n',
    [
      'p.yaml:2:7 name: is "n-${{ pipeline.workflowId }}", expected a value that is known before the pipeline starts (only inputs may be used here)',
    ],
  ],
  [
    'gives a limit',
    `${STEPS}  - id: a\n    task: t\n    forEach: [1]\n    concurrency: {limit: "\${{ index }}"}\n`,
    [
      'p.yaml:8:26 steps[0].concurrency.limit: is "${{ index }}", expected a whole number of at least 1 (only inputs may be used here)',
    ],
  ],
  [
    'reads a fact that no pipeline has',
    `${AB}  - id: b\n    task: t-\${{ pipeline.nmae }}\n`,
    [
      'p.yaml:7:17 steps[1].task: reads pipeline.nmae, which is not a property of the pipeline; did you mean "name"?',
    ],
  ],
  [
    'stands behind an escape: only its text is pointed at',
    `${AB}  - id: b\n    task: "t\\n\${{ input.x }}"\n`,
    [
      'p.yaml:7:11 steps[1].task: has an invalid expression: "input" is unknown, expected one of inputs, pipeline, steps, matrix, item, index, self',
    ],
  ],
  [
    'stands in quotes',
    `${AB}  - id: b\n    task: 't \${{ input.x }}'\n`,
    [
      'p.yaml:7:18 steps[1].task: has an invalid expression: "input" is unknown, expected one of inputs, pipeline, steps, matrix, item, index, self',
    ],
  ],
  [
    'stands in a folded text: only the text is pointed at',
    `${AB}  - id: b\n    task: >-\n      t \${{ input.x }}\n`,
    [
      'p.yaml:7:11 steps[1].task: has an invalid expression: "input" is unknown, expected one of inputs, pipeline, steps, matrix, item, index, self',
    ],
  ],
  [
    'is none to YAML',
    `${AB}  - id: b\n    task: \${{ 1 > 2 ? "a" : "b" }}\n`,
    [
      'p.yaml:7:11 not valid YAML: Nested mappings are not allowed in compact mappings; a string that contains ${{ }} may need quotes',
    ],
  ],
  [
    'reads its own step for a bound of its gate',
    `${AB}  - {id: b, task: t, gate: {checks: [{samples: {min: "\${{ self.attempts }}"}}]}}\n`,
    [
      'p.yaml:6:59 steps[1].gate.checks[0].samples.min: reads self, which is available only in the gate and the outputs of a step',
    ],
  ],
  [
    'stands in the outputs of the pipeline',
    `${AB}outputs: {x: steps.b.runId, y: self.runId, z-z: "1"}\n`,
    [
      'p.yaml:6:14 outputs.x: reads steps.b, but no step has this id',
      'p.yaml:6:32 outputs.y: reads self, which is available only in the gate and the outputs of a step',
      'p.yaml:6:44 outputs.z-z: is "z-z", expected a name that starts with a letter and contains only letters, digits and _',
    ],
  ],
];

describe('an expression that is wrong', () => {
  test.each(BAD)('%s', (_, text, problems) => expect(problemsOf(text)).toEqual(problems));
});

const stepsOf = (text: string) => parsePipeline(text, 'p.yaml', {}).steps;

describe('an expression that is known only when its step starts', () => {
  test('becomes a binding, with its place in the plan and what it has to be', () => {
    const text = `${AB}  - id: b
    task: score-\${{ steps.a.outcome }}
    space: \${{ pipeline.labels.space }}
    window: {start: "\${{ steps.a.reason }}", end: 2026-11-01T00:00:00Z}
    maxSpans: \${{ steps.a.counts.total }}
    overrideEvaluations: \${{ steps.a.attempts > 1 }}
    maxErrorShare: \${{ steps.a.errorShare }}
  - id: c
    task: t
    needs: [a]
    experimentIds: [fixed, "\${{ steps.a.experimentId }}"]
  - id: d
    task: t
    needs: [a]
    experimentIds: \${{ steps.a.experimentIds }}
  - id: e
    task: t
    needs: [a]
    experimentName: n-\${{ steps.a.runId }}
    maxExamples: \${{ steps.a.counts.total }}
    tracingMetadata: {run: "\${{ steps.a.runId }}", build: 7}
`;
    expect(
      stepsOf(text).map(({ bindings }) => bindings?.map(({ at, kind }) => [at.join('.'), kind])),
    ).toEqual([
      undefined,
      [
        ['task', 'resource'],
        ['space', 'resource'],
        ['trigger.dataStartTime', 'time'],
        ['trigger.maxSpans', 'count'],
        ['trigger.overrideEvaluations', 'flag'],
        ['maxErrorShare', 'share'],
      ],
      [['trigger.experimentIds.1', 'resource']],
      [['trigger.experimentIds', 'texts']],
      [
        ['trigger.experimentName', 'experiment-name'],
        ['trigger.maxExamples', 'count'],
        ['trigger.tracingMetadata.run', 'scalar'],
      ],
    ]);
    expect(stepsOf(text)[1]).toMatchObject({
      trigger: { dataEndTime: '2026-11-01T00:00:00.000Z' },
      reads: ['a'],
    });
    expect(stepsOf(text)[1]).not.toHaveProperty('task');
    expect(stepsOf(text)[4]?.trigger).toEqual({ tracingMetadata: { run: '${{ steps.a.runId }}', build: 7 } });
  });

  test('goes into all of what an activity, an approval, a task to ensure and a requirement are given', () => {
    const text = `inputs: {dataset: questions}
${AB}  - {id: b, activity: notify, with: {a: [1, "\${{ steps.a.runId }}"]}}
  - {id: c, activity: notify, with: "\${{ steps.b.outputs.result }}"}
  - {id: d, approval: "Release \${{ steps.b.outputs.result }}?"}
  - id: e
    ensure:
      name: run-\${{ steps.d.state }}
      type: run_experiment
      dataset: \${{ inputs.dataset }}
      runConfiguration: {experiment_type: llm_generation, llm: {model: "\${{ steps.d.state }}"}}
    requires: [{dataset: q, minExamples: "\${{ steps.b.outputs.result }}"}]
`;
    expect(
      stepsOf(text).flatMap(({ bindings = [] }) => bindings.map(({ at, kind }) => [at.join('.'), kind])),
    ).toEqual([
      ['activity.input.a.1', 'json'],
      ['activity.input', 'json'],
      ['approval.message', 'text'],
      ['ensure.name', 'text'],
      ['ensure.runConfiguration.llm.model', 'json'],
      ['requires.0.minExamples', 'count'],
    ]);
    expect(stepsOf(text)[4]).toMatchObject({
      ensure: { type: 'RUN_EXPERIMENT', dataset: 'questions', space: 's' },
      requires: [{ kind: 'dataset', dataset: 'q', minExamples: 1, space: 's' }],
    });
  });

  test('of the items of a fan-out may stand in a task to ensure, whose space is then not asked for', () => {
    const text = `version: 1
name: n
steps:
  - id: a
    matrix: {model: [small, large]}
    ensure: {name: "answer-\${{ matrix.model }}", type: run_experiment, dataset: "\${{ matrix.model }}", runConfiguration: {experiment_type: llm_generation}}
`;
    expect(stepsOf(text)[0]?.bindings?.map(({ at }) => at.join('.'))).toEqual([
      'ensure.name',
      'ensure.dataset',
    ]);
  });

  test('of a condition may be bare or stand in one ${{ }}', () => {
    const text = `${AB}  - {id: b, task: t, if: steps.a.counts.errors < 3}
  - {id: c, task: t, if: "\${{ steps.a.counts.errors < 3 }}"}
  - {id: d, task: t, if: false}
`;
    expect(stepsOf(text).map((step) => step.if)).toEqual([
      undefined,
      'steps.a.counts.errors < 3',
      'steps.a.counts.errors < 3',
      'false',
    ]);
  });

  test('tells which steps it reads, in steps and in the outputs of the pipeline', () => {
    const text = `${AB}  - {id: b, task: t, needs: []}
  - id: c
    task: t-\${{ steps.a.runId }}
    needs: [a, b]
    if: steps.a.state == "succeeded"
    gate: {checks: [{condition: steps.b.errorShare < self.errorShare}]}
    outputs: {mine: self.runId}
finally:
  - {id: f, activity: tell, with: {all: "\${{ steps.c.outputs.mine }}"}}
outputs: {x: steps.c.runId, y: "\${{ steps.a.runId }}"}
`;
    const plan = parsePipeline(text, 'p.yaml', {});
    expect(plan.steps.map(({ reads }) => reads)).toEqual([undefined, undefined, ['a', 'b']]);
    expect(plan.finally?.[0]).toMatchObject({ needs: [], reads: ['c'] });
    expect(plan).toMatchObject({ reads: ['c', 'a'], outputs: { x: 'steps.c.runId', y: 'steps.a.runId' } });
  });

  test('is no expression where it is escaped, and neither is what a variable holds', () => {
    const text = `${STEPS}  - {id: a, activity: say, with: ["$\${{ x }}", "$\${{ x }} \${{ pipeline.name }}", "\${V}"]}\n`;
    const [step] = parsePipeline(text, 'p.yaml', { V: '${{ y }}' }).steps;
    expect(step?.activity?.input).toEqual(['${{ x }}', '$${{ x }} ${{ pipeline.name }}', '${{ y }}']);
    expect(step?.bindings).toMatchObject([{ at: ['activity', 'input', 1] }]);
  });
});
