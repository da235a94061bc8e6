import { describe, expect, test } from 'vitest';
import type { Plan, Step } from '../../../src/model/pipeline/plan.js';
import { taskKey, windowWarnings } from '../../../src/model/pipeline/preview-problems.js';
import type { FoundTask } from '../../../src/model/pipeline/preview-problems.js';
import { previewOf } from '../../../src/model/pipeline/preview.js';
import type { Task } from '../../../src/model/api/task.js';
import { PLAIN_STYLE } from '../../../src/terminal/style.js';
import { planLines } from '../../../src/terminal/views/plan-lines.js';
import { planMermaid } from '../../../src/terminal/views/plan-mermaid.js';
import { step } from '../../support/step.js';

const plan = (steps: Step[], more: Partial<Plan> = {}): Plan => ({
  version: 1,
  name: 'nightly',
  labels: {},
  steps,
  ...more,
});

const task = (members: Partial<Task>): FoundTask => ({
  task: { id: 'T1', name: 'n', projectId: null, datasetId: null, lastRunAt: null, ...members } as Task,
});

const EXPERIMENT = task({ type: 'RUN_EXPERIMENT', datasetId: 'D' });
const ON_DATASET = task({ type: 'TEMPLATE_EVALUATION', datasetId: 'D' });
const ON_PROJECT = task({ type: 'TEMPLATE_EVALUATION', projectId: 'P', lastRunAt: '2026-11-01T00:00:00Z' });

const problems = (steps: Step[], found: FoundTask[]): string[][] => {
  const tasks = new Map(steps.map((one, at) => [taskKey(one), found[at] as FoundTask]));
  return previewOf(plan(steps), tasks).steps.map((one) => one.problems);
};

test('windows that end in the future are warned of, with the step', () => {
  const ends = (dataEndTime: string) => ({ trigger: { dataEndTime } });
  const steps = [step('past', ends('2026-11-01T00:00:00Z')), step('score', ends('2026-11-03T00:00:00Z'))];
  expect(windowWarnings(plan(steps), Date.parse('2026-11-02T00:00:00Z'))).toEqual([
    'score: The window ends in the future (2026-11-03T00:00:00Z): data that arrives after the run is not evaluated.',
  ]);
});

describe('what a task’s kind forbids is a problem', () => {
  const answer = step('answer', { task: 'answer', trigger: { experimentName: 'x' } });
  const score = step('score', { task: 'score', needs: ['answer'], experimentsFrom: ['answer'] });

  test.each<[string, Step[], FoundTask[], string[][]]>([
    ['an experiment and its evaluation fit', [answer, score], [EXPERIMENT, ON_DATASET], [[], []]],
    [
      'an experiment’s name on an evaluation task',
      [answer],
      [ON_DATASET],
      [['experimentName is for RUN_EXPERIMENT tasks only']],
    ],
    [
      'a window on a run-experiment task',
      [step('a', { trigger: { dataStartTime: '2026-11-01T00:00:00Z' } })],
      [EXPERIMENT],
      [['dataStartTime is for evaluation tasks only']],
    ],
    [
      'experiments on an evaluation of a project',
      [answer, score],
      [EXPERIMENT, ON_PROJECT],
      [[], ['experimentIds are for dataset tasks only']],
    ],
    [
      'experiments of a step that runs none',
      [step('answer', { task: 'answer' }), score],
      [ON_DATASET, ON_DATASET],
      [[], ['step answer runs no experiment: its task is of type TEMPLATE_EVALUATION']],
    ],
    [
      'a first run without a start',
      [step('a', {})],
      [task({ type: 'CODE_EVALUATION', projectId: 'P' })],
      [['its first run needs a window with a start']],
    ],
    ['a task that is not there', [step('a', {})], [{ missing: 'no task "a"' }], [['no task "a"']]],
  ])('%s', (_, steps, found, expected) => {
    expect(problems(steps, found)).toEqual(expected);
  });
});

const FULL = plan(
  [
    step('gate', {
      needs: ['score'],
      gate: { checks: [{ measure: 'meanScore', evaluation: 'relevance', of: ['score'], min: 0.8 }] },
      task: undefined as never,
    }),
    step('answer', {
      task: 'answer',
      trigger: {},
      bindings: [
        { at: ['trigger', 'experimentName'], template: 'n-${{ matrix.model }}', kind: 'experiment-name' },
      ],
      fanOut: {
        items: ['a', 'b'].map((key) => ({ key, value: { model: key }, isMatrix: true })),
        limit: 2,
        onConflict: 'wait',
      },
    }),
    step('score', {
      task: 'score',
      needs: ['answer'],
      experimentsFrom: ['answer'],
      if: 'steps.answer.counts.errors < 3',
    }),
    step('more', { task: 'score', fanOut: { forEach: 'steps.answer.items', limit: 5, onConflict: 'skip' } }),
  ],
  { finally: [step('ask', { task: undefined as never, approval: { message: 'Release?' } })] },
);

describe('a plan as text', () => {
  const preview = previewOf(FULL, new Map([[JSON.stringify(['answer', 'research']), EXPERIMENT]]));

  test('goes level by level, with what is known only later as it stands in the file', () => {
    expect(planLines(preview, PLAIN_STYLE)).toEqual([
      'Pipeline  nightly, 5 steps',
      '',
      'Level 1',
      '  answer  runs answer (run_experiment, T1)',
      '    experiment  n-${{ matrix.model }}',
      '    items       2, at most 2 at once: a, b',
      '  more  runs score',
      '    items  for each of steps.answer.items, at most 5 at once',
      '',
      'Level 2',
      '  score  runs score',
      '    after      answer',
      '    only if    steps.answer.counts.errors < 3',
      '    evaluates  the experiments of answer',
      '',
      'Level 3',
      '  gate  judges',
      '    after  score',
      '    gate   mean score of relevance, step score: at least 0.8',
      '',
      'Finally',
      '  ask  waits for approval',
      '    asks  Release?',
      '',
      'It would trigger 3 runs, plus one for each item that is not known yet, if no step is skipped or retried.',
    ]);
  });

  test('and as a flowchart, in which no text can end its quotes', () => {
    expect(planMermaid(preview)).toEqual([
      'flowchart TD',
      '  s0["answer<br/>runs answer (run_experiment, T1)<br/>2 items"]',
      '  s1["more<br/>runs score<br/>n items"]',
      '  s2["score<br/>runs score"]',
      '  s3{"gate<br/>judges"}',
      '  s0 -->|"steps.answer.counts.errors #60; 3"| s2',
      '  s2 --> s3',
      '  subgraph finally',
      '    s4{{"ask<br/>waits for approval"}}',
      '  end',
    ]);
  });
});
