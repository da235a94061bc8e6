import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { InvalidFileError } from '../../src/files/document/finding.js';

const HEAD = 'version: 1\nname: nightly\nspace: prod\nsteps:\n';

function problemsOf(text: string, env = {}, fileName = 'p.yaml'): string[] {
  try {
    parsePipeline(text, fileName, env);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidFileError);
    return (error as InvalidFileError).message.split('\n');
  }
  return [];
}

describe('a good file', () => {
  test('becomes a plan with durations in milliseconds, times in UTC and every need written out', () => {
    const text = `version: 1
name: nightly-quality
labels: {team: search}
space: prod
steps:
  - id: answer
    task: Answer questions
    experimentName: nightly-\${DAY}
    maxExamples: 50
    tracingMetadata: {build: 7, release: true}
    timeout: 2h
    onTimeout: detach
    pollInterval: 5s
    maxErrorShare: 0.05
    onAmbiguous: fail
  - id: relevance
    task: Relevance
    space: other
    experimentsFrom: [answer]
  - id: live
    task: Live
    needs: []
    window: {start: "2026-11-01T00:00:00+01:00", end: 2026-11-02T00:00Z}
    maxSpans: 100
    overrideEvaluations: true
    allowEmpty: true
    allowTruncated: false
  - id: report
    task: Report
    needs: [live]
    experimentsFrom: [answer]
`;
    expect(parsePipeline(text, 'p.yaml', { DAY: 'monday' })).toEqual({
      version: 1,
      name: 'nightly-quality',
      labels: { team: 'search' },
      steps: [
        {
          id: 'answer',
          task: 'Answer questions',
          space: 'prod',
          needs: [],
          experimentsFrom: [],
          trigger: {
            experimentName: 'nightly-monday',
            maxExamples: 50,
            tracingMetadata: { build: 7, release: true },
          },
          timeoutMs: 7_200_000,
          onTimeout: 'detach',
          pollIntervalMs: 5000,
          maxErrorShare: 0.05,
          onAmbiguous: 'fail',
        },
        {
          id: 'relevance',
          task: 'Relevance',
          space: 'other',
          needs: ['answer'],
          experimentsFrom: ['answer'],
          trigger: {},
        },
        {
          id: 'live',
          task: 'Live',
          space: 'prod',
          needs: [],
          experimentsFrom: [],
          trigger: {
            dataStartTime: '2026-10-31T23:00:00.000Z',
            dataEndTime: '2026-11-02T00:00:00.000Z',
            maxSpans: 100,
            overrideEvaluations: true,
          },
          allowEmpty: true,
          allowTruncated: false,
        },
        {
          id: 'report',
          task: 'Report',
          space: 'prod',
          needs: ['live', 'answer'],
          experimentsFrom: ['answer'],
          trigger: {},
        },
      ],
    });
  });

  test('may be JSON', () => {
    const file = {
      $schema: './pipeline.schema.json',
      version: 1,
      name: 'n',
      space: 's',
      steps: [{ id: 'a', task: 't' }],
    };
    expect(parsePipeline(JSON.stringify(file, null, 2), 'p.json', {}).steps).toMatchObject([
      { id: 'a', needs: [] },
    ]);
  });

  test('without needs, each step waits for the one before it', () => {
    const plan = parsePipeline(
      `${HEAD}  - {id: a, task: t}\n  - {id: b, task: t}\n  - {id: c, task: t}\n`,
      'p.yaml',
      {},
    );
    expect(plan.steps.map((step) => step.needs)).toEqual([[], ['a'], ['b']]);
  });

  test('takes the space from ARIZE_SPACE where it names none, and needs none for IDs', () => {
    const id = Buffer.from('OnlineTask:45:qRwX').toString('base64');
    const text = `version: 1\nname: n\nsteps:\n  - {id: a, task: t}\n  - {id: b, task: ${id}}\n`;
    expect(parsePipeline(text, 'p.yaml', { ARIZE_SPACE: 'prod' }).steps[0]).toMatchObject({ space: 'prod' });
    expect(problemsOf(text)).toEqual([
      'p.yaml:4:19 steps[0].task: is "t", a name: set `space` in the step or at the top (or ARIZE_SPACE), or use the task\'s ID',
    ]);
  });

  test('may merge mappings with <<, whose own members stand over those of the anchor', () => {
    const steps = '[&a {id: a, task: t, maxSpans: 5}, {<<: *a, id: b}]';
    const plan = parsePipeline(`version: 1\nname: p\nspace: s\nsteps: ${steps}\n`, 'p.yaml', {});
    expect(plan.steps.map(({ id, trigger }) => [id, trigger.maxSpans])).toEqual([
      ['a', 5],
      ['b', 5],
    ]);
  });

  test('may use YAML anchors', () => {
    const text = `${HEAD}  - {id: a, task: t, exampleIds: &x [e1]}\n  - {id: b, task: t, exampleIds: *x}\n`;
    expect(parsePipeline(text, 'p.yaml', {}).steps[1]?.trigger).toEqual({ exampleIds: ['e1'] });
  });

  test('substitutes in texts, not in members or structure', () => {
    const text = `${HEAD}  - {id: a, task: "\${T}"}\n`;
    expect(parsePipeline(text, 'p.yaml', { T: '"}, {id: b, task: x' }).steps).toMatchObject([
      { id: 'a', task: '"}, {id: b, task: x' },
    ]);
  });
});

const step = (members: string): string => `${HEAD}  - id: a\n    task: t\n${members}`;

const BAD: [title: string, text: string, problems: string[]][] = [
  ['an empty file', '', ['p.yaml:1:1 the file is empty, expected a pipeline: version, name and steps']],
  [
    'a variable without quotes in a flow mapping, which breaks all that follows',
    'version: 1\nlabels: { a: ${A:-x} }\nsteps:\n  - id: a\n',
    [
      'p.yaml:2:15 not valid YAML: Unexpected flow-map-start at node end; a string that contains ${ } may need quotes',
    ],
  ],
  [
    'two documents',
    'a: 1\n---\nb: 2\n',
    ['p.yaml:2:1 the file has a second document, expected one: put each in its own file'],
  ],
  ['a text', 'hello', ['p.yaml:1:1 is "hello", expected a mapping with version, name and steps']],
  ['a list', '- a', ['p.yaml:1:1 is a list, expected a mapping with version, name and steps']],
  [
    'nothing but a comment and a bracket',
    '{}',
    [
      'p.yaml:1:1 version: is missing, expected 1',
      'p.yaml:1:1 name: is missing, expected a non-empty string',
      'p.yaml:1:1 steps: is missing, expected a list of 1 to 500 steps',
    ],
  ],
  [
    'another version',
    'version: 2\nname: n\nsteps: [{id: a, task: t, space: s}]',
    ['p.yaml:1:10 version: is 2, expected 1'],
  ],
  [
    'no steps',
    'version: 1\nname: n\nsteps: []',
    ['p.yaml:3:8 steps: is an empty list, expected a list of 1 to 500 steps'],
  ],
  [
    'a mistyped member of the pipeline',
    `naem: x\n${HEAD}  - {id: a, task: t}`,
    ['p.yaml:1:1 naem: is not a field of a pipeline; did you mean "name"?'],
  ],
  [
    'a mistyped member of a step',
    step('    time_out: 5m\n'),
    ['p.yaml:7:5 steps[0].time_out: is not a field of a step; did you mean "timeout"?'],
  ],
  [
    'a member that no window has',
    step('    window: {start: 2026-11-01T00:00Z, zone: UTC}\n'),
    ['p.yaml:7:40 steps[0].window.zone: is not a field of a window, expected one of start, end'],
  ],
  [
    'a duration without a unit',
    step('    timeout: 30\n'),
    ['p.yaml:7:14 steps[0].timeout: is 30, expected a duration like 30s, 5m, 1h30m or PT5M'],
  ],
  [
    'a duration in words',
    step('    timeout: 2 hours\n'),
    ['p.yaml:7:14 steps[0].timeout: is "2 hours", expected a duration like 30s, 5m, 1h30m or PT5M'],
  ],
  [
    'a poll interval under a second',
    step('    pollInterval: 500ms\n'),
    ['p.yaml:7:19 steps[0].pollInterval: is "500ms", expected a duration of at least 1s, like 5s'],
  ],
  [
    'a mistyped policy',
    step('    timeout: 1h\n    onTimeout: cancell\n'),
    [
      'p.yaml:8:16 steps[0].onTimeout: is "cancell", expected cancel, detach or extend; did you mean "cancel"?',
    ],
  ],
  [
    'a policy without its deadline',
    step('    onTimeout: cancel\n'),
    ['p.yaml:7:5 steps[0].onTimeout: has no effect without timeout'],
  ],
  [
    'a share in percent',
    step('    maxErrorShare: 5\n'),
    ['p.yaml:7:20 steps[0].maxErrorShare: is 5, expected a number from 0 to 1'],
  ],
  [
    'a flag in words',
    step('    allowEmpty: yes\n'),
    ['p.yaml:7:17 steps[0].allowEmpty: is "yes", expected true or false'],
  ],
  [
    'a step id with a space',
    `${HEAD}  - {id: a b, task: t}`,
    [
      'p.yaml:5:10 steps[0].id: is "a b", expected an id that starts with a letter and contains only letters, digits, - and _',
    ],
  ],
  [
    'two steps of one id',
    `${HEAD}  - {id: a, task: t}\n  - {id: a, task: t, needs: []}`,
    ['p.yaml:6:10 steps[1].id: is "a", which is already the id of steps[0]'],
  ],
  [
    'a need that no step has',
    `${HEAD}  - {id: answer, task: t}\n  - {id: b, task: t, needs: [anser]}`,
    ['p.yaml:6:30 steps[1].needs[0]: is "anser", but no step has this id; did you mean "answer"?'],
  ],
  [
    'a step that needs itself',
    `${HEAD}  - {id: a, task: t, needs: [a]}`,
    ['p.yaml:5:30 steps[0].needs[0]: is "a", its own id, expected the id of another step'],
  ],
  [
    'a circle',
    `${HEAD}  - {id: a, task: t, needs: [c]}\n  - {id: b, task: t, needs: [a]}\n  - {id: c, task: t, needs: [b]}`,
    [
      'p.yaml:5:29 steps[0].needs: steps wait for each other (a → c → b → a); a step without `needs` waits for the step before it, `needs: []` waits for none',
    ],
  ],
  [
    'a circle by way of the order of the list',
    `${HEAD}  - {id: a, task: t, needs: [b]}\n  - {id: b, task: t}`,
    [
      'p.yaml:5:29 steps[0].needs: steps wait for each other (a → b → a); a step without `needs` waits for the step before it, `needs: []` waits for none',
    ],
  ],
  [
    'fields of both kinds',
    step('    experimentName: e\n    maxSpans: 5\n'),
    [
      'p.yaml:7:5 steps[0].experimentName: is for run-experiment tasks, but maxSpans is for evaluation tasks: use fields of one kind',
    ],
  ],
  [
    'both choices of examples',
    step('    exampleIds: [e]\n    maxExamples: 5\n'),
    ['p.yaml:8:5 steps[0].maxExamples: cannot be combined with exampleIds'],
  ],
  [
    'a window of a dataset',
    step('    experimentIds: [e]\n    window: {end: 2026-11-01T00:00Z}\n'),
    [
      'p.yaml:8:5 steps[0].window: cannot be combined with experimentIds: a window belongs to a project, experiments to a dataset',
    ],
  ],
  [
    'experiments from an evaluation',
    `${HEAD}  - {id: a, task: t, maxSpans: 5}\n  - {id: b, task: t, experimentsFrom: [a]}`,
    [
      'p.yaml:6:40 steps[1].experimentsFrom[0]: is "a", an evaluation, expected a step that runs an experiment',
    ],
  ],
  [
    'a time without a zone',
    step('    window: {start: 2026-11-01T00:00:00}\n'),
    [
      'p.yaml:7:21 steps[0].window.start: is "2026-11-01T00:00:00", expected a time with a time zone, like 2026-11-01T00:00:00Z',
    ],
  ],
  [
    'a day that does not exist',
    step('    window: {end: 2026-02-31T00:00:00Z}\n'),
    [
      'p.yaml:7:19 steps[0].window.end: is "2026-02-31T00:00:00Z", expected a time with a time zone, like 2026-11-01T00:00:00Z',
    ],
  ],
  [
    'a window of 31 days',
    step('    window: {start: 2026-01-01T00:00Z, end: 2026-02-01T00:00Z}\n'),
    [
      'p.yaml:7:13 steps[0].window: the window 2026-01-01T00:00Z to 2026-02-01T00:00Z is longer than 30 days; cut it into windows of at most 30 days',
    ],
  ],
  [
    'a window in reverse',
    step('    window: {start: 2026-01-02T00:00Z, end: 2026-01-01T00:00Z}\n'),
    [
      'p.yaml:7:13 steps[0].window: data start time 2026-01-02T00:00Z must be before data end time 2026-01-01T00:00Z',
    ],
  ],
  [
    'a window of nothing',
    step('    window: {}\n'),
    ['p.yaml:7:13 steps[0].window: is empty, expected start, end or both'],
  ],
  [
    'an experiment name that the service refuses',
    step('    experimentName: \'say "hi"\'\n'),
    [
      'p.yaml:7:21 steps[0].experimentName: is "say \\"hi\\"", expected 1 to 255 characters other than " and \\',
    ],
  ],
  [
    'a variable that is not set',
    `${HEAD}  - {id: a, task: "\${TASK}"}`,
    [
      'p.yaml:5:19 steps[0].task: requires the variable TASK, which is not set; set it, or give a default: ${TASK:-default}',
    ],
  ],
  ['a member given twice', step('    task: u\n'), ['p.yaml:7:5 the field task appears twice']],
  [
    'a nested structure as metadata',
    step('    tracingMetadata: {a: {b: 1}}\n'),
    ['p.yaml:7:26 steps[0].tracingMetadata.a: is a mapping, expected a string, a number, true or false'],
  ],
  [
    'an alias that leads nowhere',
    step('    exampleIds: *nowhere\n'),
    ['p.yaml:7:17 *nowhere refers to an unknown anchor: define &nowhere earlier in the file'],
  ],
  [
    'a step that is no mapping',
    `${HEAD}  - 5\n`,
    ['p.yaml:5:5 steps[0]: is 5, expected a mapping with id and task'],
  ],
];

describe('a bad file', () => {
  test.each(BAD)('%s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test('tells every problem at once, in the order of the file', () => {
    const text = `version: 3\nname: ""\nsteps:\n  - {id: a, task: t, tiemout: 1h, needs: [b]}\n`;
    expect(problemsOf(text).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'p.yaml:1:10 version:',
      'p.yaml:2:7 name:',
      'p.yaml:4:19 steps[0].task:',
      'p.yaml:4:22 steps[0].tiemout:',
      'p.yaml:4:43 steps[0].needs[0]:',
    ]);
  });

  test('names the line where YAML itself is broken', () => {
    expect(problemsOf('version: 1\nname: "open\nsteps:\n')[0]).toMatch(/^p\.yaml:\d+:\d+ not valid YAML: /);
  });

  test.each([
    ['version: 1\nname x\n', '2:1 not valid YAML: expected NAME: VALUE, with a colon and a space'],
    ['a:\n  b: 1\n c: 2\n', '3:1 not valid YAML: this line is indented differently from the lines above'],
    ['a:\n\tb: 1\n', '2:1 not valid YAML: tabs are not allowed as indentation: use spaces'],
    ['a: { b: 1\nc: 2\n', '2:1 not valid YAML: a { above is not closed with }'],
    ['a: b: c\n', '1:4 not valid YAML: a second ": " on one line; a string that contains it needs quotes'],
    ['a: @b\n', '1:4 not valid YAML: a string that starts with this character needs quotes'],
    [
      'v: 1\na:\u00a0b\n',
      '2:1 not valid YAML: this line contains U+00A0, which YAML does not take for a space: type it again',
    ],
    [
      'v: 1\na\uff1a b\n',
      '2:1 not valid YAML: this line contains \uff1a (U+FF1A): write a colon and a space',
    ],
    [
      'a: 1\rb: 2\r',
      '1:4 not valid YAML: its lines end with carriage returns alone: save it with line feeds',
    ],
    [
      '<<<<<<< HEAD\na: 1\n',
      '1:1 not valid YAML: this line is a conflict marker of Git: resolve the conflict',
    ],
    [
      'a:\n  \u2013 b: 1\n    c: 1\n',
      '2:8 not valid YAML: this line begins with \u2013 (U+2013): an item of a list begins with - and a space',
    ],
    [
      'a:\n  - b: x\n     c: y\n',
      '2:8 not valid YAML: the next line is indented deeper than this field: align it with the fields beside it',
    ],
    ['a: x\nb: y\0z\n', '2:5 contains the control character U+0000: save the file as plain text'],
  ])('says in plain words what a slip of YAML is, once: %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([`p.yaml:${problem}`]);
  });

  test.each([
    ['very deep', `${'['.repeat(200_000)}`],
    ['very large', `version: 1 #${'x'.repeat(1_000_001)}`],
    [
      'multiplying aliases',
      `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
    ],
  ])('is refused without harm when it is hostile: %s', (_, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  test('points into JSON as well', () => {
    const text =
      '{\n  "version": 1,\n  "name": "n",\n  "space": "s",\n  "steps": [{"id": "a", "taks": "t"}]\n}';
    expect(problemsOf(text, {}, 'p.json')).toEqual([
      'p.json:5:13 steps[0].task: is missing, expected one of task, ensure, activity, approval, or a gate',
      'p.json:5:25 steps[0].taks: is not a field of a step; did you mean "task"?',
    ]);
  });
});
