import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GivenInput } from '../../src/files/inputs/given-inputs.js';
import { parseInputs } from '../../src/files/inputs/given-inputs.js';
import { parsePipeline, validatePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { InvalidFileError } from '../../src/files/document/finding.js';
import { problemsOf } from './support/problems-of.js';

const HEAD = 'version: 1\nname: n\nspace: s\n';

const BAD: [title: string, text: string, problems: string[]][] = [
  [
    'one without a value',
    `${HEAD}inputs: {model: small, n: 3, models: [a, b], must: {type: text}}\nsteps:\n  - {id: a, task: t}\n`,
    ['p.yaml:4:46 inputs.must: has no value: pass --input must=… or set a default'],
  ],
  [
    'one that is not declared',
    `${HEAD}inputs: {model: small}\nsteps:\n  - id: a\n    task: \${{ inputs.modle }}\n`,
    [
      'p.yaml:7:15 steps[0].task: reads inputs.modle, which is not an input of the pipeline; did you mean "model"?',
    ],
  ],
  [
    'one whose value does not fit where it is used',
    `${HEAD}inputs: {n: 3}\nsteps:\n  - id: a\n    task: t\n    maxExamples: \${{ inputs.n - 3 }}\n`,
    ['p.yaml:8:18 steps[0].maxExamples: is 0, expected a whole number of at least 1'],
  ],
  [
    'a list in a text',
    `${HEAD}inputs: {n: [1]}\nsteps:\n  - id: a\n    task: t-\${{ inputs.n }}\n`,
    [
      'p.yaml:7:11 steps[0].task: the expression "inputs.n": is a list, expected a string, a number, true or false',
    ],
  ],
  [
    'an expression without a value',
    `${HEAD}inputs: {n: [1]}\nsteps:\n  - id: a\n    task: \${{ inputs.n[3] }}\n`,
    [
      'p.yaml:7:11 steps[0].task: the expression "inputs.n[3]": no such key: index out of bounds, index 3 >= size 1',
    ],
  ],
  [
    'defaults of another type, or outside of the options',
    `${HEAD}inputs: {n: {type: integer, default: 1.5}, m: {type: text, options: [a, b], default: c}, t: {type: time, default: tomorrow}}\nsteps: [{id: a, task: t}]\n`,
    [
      'p.yaml:4:38 inputs.n.default: is 1.5, expected a whole number',
      'p.yaml:4:86 inputs.m.default: is "c", expected one of "a", "b"',
      'p.yaml:4:115 inputs.t.default: is "tomorrow", expected a time with a time zone, like 2026-11-01T00:00:00Z',
    ],
  ],
  [
    'numbers that have another form once they are read, as they are in the file',
    `${HEAD}inputs: {n: {type: integer, default: 9007199254740993}, m: {type: number, default: 1e400}}\nsteps: [{id: a, task: 1.0, maxSpans: 1e21, retry: 0x10}]\nlabels: {a: 12345678901234567890}\n`,
    [
      'p.yaml:4:38 inputs.n.default: is 9007199254740993, expected a whole number of at most 2^53-1',
      'p.yaml:4:84 inputs.m.default: is 1e400, expected a value of the type',
      'p.yaml:5:23 steps[0].task: is 1.0, expected a non-empty string',
      'p.yaml:5:38 steps[0].maxSpans: is 1e21, expected a whole number of at most 2^53-1',
      'p.yaml:5:51 steps[0].retry: is 0x10, expected a mapping with attempts',
      'p.yaml:6:13 labels.a: is 12345678901234567890, expected a string',
    ],
  ],
  [
    'an option of another type',
    `${HEAD}inputs: {n: {type: integer, options: [1, x]}}\nsteps: [{id: a, task: t}]\n`,
    ['p.yaml:4:42 inputs.n.options[1]: is "x", expected a whole number'],
  ],
  [
    'an unknown type',
    `${HEAD}inputs: {n: {type: txt}}\nsteps: [{id: a, task: t}]\n`,
    [
      'p.yaml:4:20 inputs.n.type: is "txt", expected text, number, integer, flag, time, duration or list; did you mean "text"?',
    ],
  ],
  [
    'an unknown member',
    `${HEAD}inputs: {n: {typ: text}}\nsteps: [{id: a, task: t}]\n`,
    ['p.yaml:4:14 inputs.n.typ: is not a field of an input; did you mean "type"?'],
  ],
  [
    'a name that no expression can say',
    `${HEAD}inputs: {my-model: x}\nsteps: [{id: a, task: t}]\n`,
    [
      'p.yaml:4:10 inputs.my-model: is "my-model", expected a name that starts with a letter and contains only letters, digits and _',
    ],
  ],
  [
    'nothing as default',
    `${HEAD}inputs: {x: null}\nsteps: [{id: a, task: t}]\n`,
    ['p.yaml:4:13 inputs.x: is null, expected a default value, or a mapping with type'],
  ],
  [
    'an expression as default',
    `${HEAD}inputs: {x: "\${{ inputs.y }}"}\nsteps: [{id: a, task: t}]\n`,
    [
      'p.yaml:4:13 inputs.x: is "${{ inputs.y }}", expected a value that is known before the pipeline starts (only inputs may be used here)',
    ],
  ],
  [
    'a window that inputs make too long',
    `${HEAD}inputs: {from: "2026-01-01T00:00Z", to: "2026-03-01T00:00Z"}\nsteps:\n  - id: a\n    task: t\n    window:\n      start: \${{ inputs.from }}\n      end: \${{ inputs.to }}\n`,
    [
      'p.yaml:9:7 steps[0].window: the window 2026-01-01T00:00Z to 2026-03-01T00:00Z is longer than 30 days; cut it into windows of at most 30 days',
    ],
  ],
  [
    'a text where a list is needed',
    `${HEAD}inputs: {x: abc}\nsteps:\n  - id: a\n    task: t\n    forEach: inputs.x\n`,
    ['p.yaml:8:14 steps[0].forEach: gives a value that is "abc", expected a list'],
  ],
];

describe('inputs that are wrong', () => {
  test.each(BAD)('%s', (_, text, problems) => expect(problemsOf(text)).toEqual(problems));
});

const typed = (name: string, value: string): GivenInput => ({
  name,
  value,
  source: '--input',
  isTyped: true,
});

const ALL = `${HEAD}inputs:
  model: {type: text, options: [small, large]}
  share: {type: number, default: 0.5}
  n: {type: integer, default: 1}
  yes: {type: boolean, default: false}
  from: {type: time, default: "2026-11-01T00:00:00Z"}
  wait: {type: duration, default: 1h}
  models: {type: list, default: [small], options: [small, large]}
  word: plain
steps:
  - {id: a, task: t}
`;

describe('inputs', () => {
  test('from a command line are read by their type', () => {
    const given = [
      ...[typed('model', 'large'), typed('share', '.25'), typed('n', '7'), typed('yes', 'true')],
      ...[typed('from', '2026-12-01T00:00:00Z'), typed('wait', '90m'), typed('models', 'small, large')],
    ];
    expect(parsePipeline(ALL, 'p.yaml', {}, { values: given }).inputs).toEqual({
      model: 'large',
      share: 0.25,
      n: 7,
      yes: true,
      from: '2026-12-01T00:00:00Z',
      wait: '90m',
      models: ['small', 'large'],
      word: 'plain',
    });
  });

  test('of type list may be given as JSON, or as nothing', () => {
    const listOf = (value: string) =>
      parsePipeline(ALL, 'p.yaml', {}, { values: [typed('model', 'small'), typed('models', value)] })
        .inputs?.['models'];
    expect(listOf('["large", "small"]')).toEqual(['large', 'small']);
    expect(listOf('')).toEqual([]);
  });

  test('that are given twice have the last value', () => {
    const values = [typed('model', 'small'), typed('model', 'large')];
    expect(parsePipeline(ALL, 'p.yaml', {}, { values }).inputs?.['model']).toBe('large');
  });

  test('are all reported at once where they are wrong, each with where it came from', () => {
    const given = [
      ...parseInputs('shrae: 1\nmodel: 3.0\n', 'inputs.yaml'),
      ...[typed('share', 'half'), typed('n', '1.5'), typed('yes', 'maybe'), typed('from', 'tomorrow')],
      ...[typed('wait', '5'), typed('models', 'small,medium'), typed('word', 'fine')],
    ];
    expect(problemsOf(ALL, given)).toEqual([
      'inputs.yaml:1:1 shrae: is not an input of the pipeline; did you mean "share"?',
      'inputs.yaml:2:1 model: is 3.0, expected text',
      '--input share: is "half", expected a number',
      '--input n: is 1.5, expected a whole number',
      '--input yes: is "maybe", expected true or false',
      '--input from: is "tomorrow", expected a time with a time zone, like 2026-11-01T00:00:00Z',
      '--input wait: is "5", expected a duration like 30s, 5m, 1h30m or PT5M',
      '--input models: has "medium", expected one of "small", "large"',
    ]);
  });

  test('are refused by a pipeline that declares none', () => {
    expect(problemsOf(`${HEAD}steps: [{id: a, task: t}]`, [typed('x', '1')])).toEqual([
      '--input x: is not an input: the pipeline declares none',
    ]);
  });

  test('may stand in every value, of any type, and are checked there as if they had been written out', () => {
    const text = `${HEAD}inputs: {n: 3, wait: 1h, list: [x, y], models: [a, b], id: step, word: stop}
timeout: \${{ inputs.wait }}
labels: {n: "n\${{ inputs.n }}"}
steps:
  - id: \${{ inputs.id }}
    task: t
    maxExamples: \${{ inputs.n * 2 }}
    timeout: \${{ inputs.wait }}
    onFailure: \${{ inputs.word }}
    matrix: {model: "\${{ inputs.models }}"}
    concurrency: {limit: "\${{ inputs.n }}"}
  - {id: each, task: t, forEach: inputs.list, needs: ["\${{ inputs.id }}"]}
`;
    const plan = parsePipeline(text, 'p.yaml', {});
    expect(plan).toMatchObject({ timeoutMs: 3_600_000, labels: { n: 'n3' } });
    expect(plan.steps[0]).toMatchObject({
      id: 'step',
      trigger: { maxExamples: 6 },
      timeoutMs: 3_600_000,
      onFailure: 'stop',
      fanOut: { limit: 3, items: [{ key: 'a' }, { key: 'b' }] },
    });
    expect(plan.steps[1]).toMatchObject({ needs: ['step'], fanOut: { items: [{ key: 'x' }, { key: 'y' }] } });
  });

  test('keep their anchors', () => {
    const text = `${HEAD}inputs: {list: [x]}\nsteps:\n  - {id: a, task: t, exampleIds: &x "\${{ inputs.list }}"}\n  - {id: b, task: t, exampleIds: *x}\n`;
    expect(parsePipeline(text, 'p.yaml', {}).steps.map(({ trigger }) => trigger)).toEqual([
      { exampleIds: ['x'] },
      { exampleIds: ['x'] },
    ]);
  });

  test('are never expressions themselves, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('${{ steps.b.runId }}', '$${{', '${{', '}}', '${X}', '$$'),
        fc.string(),
        (a, b) => {
          const value = `${b}${a}`;
          const text = `${HEAD}inputs: {x: {type: text}}\nsteps:\n  - {id: a, activity: say, with: "\${{ inputs.x }}"}\n`;
          const plan = parsePipeline(text, 'p.yaml', {}, { values: [typed('x', value)] });
          expect(plan.steps[0]?.activity?.input).toBe(value);
          expect(plan.steps[0]).not.toHaveProperty('bindings');
        },
      ),
    );
  });
});

describe('a file of inputs', () => {
  test('is a mapping in YAML or JSON, with the place of each value', () => {
    expect(parseInputs('model: small\nlist: [1, {a: b}]\n', 'i.yaml')).toEqual([
      { name: 'model', value: 'small', source: 'i.yaml:1:1' },
      { name: 'list', value: [1, { a: 'b' }], source: 'i.yaml:2:1' },
    ]);
    expect(parseInputs('{\n  "n": 3\n}', 'i.json')).toEqual([{ name: 'n', value: 3, source: 'i.json:2:3' }]);
  });

  test.each([
    ['- a', 'i.yaml:1:1 is not a mapping, expected input names with values'],
    ['', 'i.yaml:1:1 the file is empty, expected an inputs file: names with values'],
    ['a: 1\na: 2', 'i.yaml:2:1 the field a appears twice'],
  ])('is refused where it is none: %j', (text, message) => {
    expect(() => parseInputs(text, 'i.yaml')).toThrow(InvalidFileError);
    expect(() => parseInputs(text, 'i.yaml')).toThrow(message);
  });
});

test('a number that cannot be read exactly is shown as it was given, with the bound', () => {
  const given = [
    typed('n', '9007199254740993'),
    typed('share', '1e400'),
    ...parseInputs('n: -90071992547409930', 'i.yaml'),
  ];
  const ofEach = given.flatMap((each) =>
    problemsOf(ALL, [each]).filter((line) => !line.includes('no value')),
  );
  expect(ofEach).toEqual([
    '--input n: is 9007199254740993, expected a whole number of at most 2^53-1',
    '--input share: is 1e400, expected a number from -1.7e308 to 1.7e308',
    'i.yaml:1:1 n: is -90071992547409930, expected a whole number of at least -(2^53-1)',
  ]);
});

describe('a validation without inputs', () => {
  const partial = (text: string) => validatePipeline(text, 'p.yaml', {}, { values: [], isPartial: true });

  test('leaves alone what depends on inputs without a value', () => {
    const text = `${HEAD}inputs: {wait: {type: duration}, models: {type: list}}
steps:
  - {id: a, task: t, timeout: "\${{ inputs.wait }}", matrix: {model: "\${{ inputs.models }}"}}
finally:
  - {id: f, activity: x}
`;
    expect(partial(text)).toEqual({ name: 'n', steps: 2 });
  });

  test('finds everything else', () => {
    const text = `${HEAD}inputs: {wait: {type: duration}}\nsteps:\n  - {id: a, task: "t-\${{ inputs.wiat }}", timeout: "\${{ inputs.wait }}", maxSpans: 0}\n`;
    expect(() => partial(text)).toThrow(
      [
        'p.yaml:6:26 steps[0].task: reads inputs.wiat, which is not an input of the pipeline; did you mean "wait"?',
        'p.yaml:6:84 steps[0].maxSpans: is 0, expected a whole number of at least 1',
      ].join('\n'),
    );
  });
});
