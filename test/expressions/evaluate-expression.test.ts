import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  evaluateAll,
  evaluateExpression,
  evaluateTemplate,
} from '../../src/expressions/evaluate-expression.js';
import { ExpressionError } from '../../src/expressions/expression-error.js';
import { facts, scope } from './scope.js';

const value = (text: string, inputs = {}) => evaluateExpression(text, scope(inputs));

describe('evaluateExpression', () => {
  it.each([
    ['steps.answer.counts.errors < 3', true],
    ['steps.answer.counts.errors == 2', true],
    ['steps["answer"].errorShare <= 0.02', true],
    ['steps.answer.counts.errors * 100 / steps.answer.counts.total', 2],
    ['steps.answer.counts.errors / steps.answer.counts.total', 0.02],
    ['steps.answer.scores.relevance.mean >= 0.8 && steps.answer.gate == "pass"', true],
    ['steps.answer.items.map(i, i.runId)', ['r-a', 'r-b']],
    ['steps.answer.items.size() == 2', true],
    ['pipeline.labels.team + "-" + pipeline.name', 'search-nightly'],
    ['has(steps.other) ? steps.other.runId : null', null],
    ['"b" in steps.answer.items.map(i, i.key)', true],
  ])('%s gives %j', (text, expected) => expect(value(text)).toEqual(expected));

  it.each([
    ['inputs.n * 2', { n: 3 }, 6],
    ['2 * inputs.n', { n: 3 }, 6],
    ['inputs.n / 2', { n: 3 }, 1.5],
    ['inputs.n % 2 == 1', { n: 3 }, true],
    ['inputs.n - 1', { n: 3 }, 2],
    ['-inputs.n', { n: 3 }, -3],
    ['inputs.n == 3', { n: 3 }, true],
    ['inputs.n == 3.0', { n: 3 }, true],
    ['inputs.n in [1, 2, 3]', { n: 3 }, true],
    ['inputs.share >= 0.9', { share: 1 }, true],
    ['inputs.share / 2', { share: 1 }, 0.5],
    ['1 - inputs.share', { share: 0.25 }, 0.75],
    ['inputs.list[inputs.at]', { list: ['a', 'b'], at: 1 }, 'b'],
    ['inputs.list.size() * inputs.n', { list: ['a', 'b'], n: 1.5 }, 3],
    ['"n=" + string(inputs.n)', { n: 3 }, 'n=3'],
    ['3 == 3.0', {}, true],
    ['[1, "a", 2.5]', {}, [1, 'a', 2.5]],
  ])('%s of %j gives %j, be a number whole or not', (text, inputs, expected) =>
    expect(value(text, inputs)).toEqual(expected),
  );

  it.each([
    ['timestamp(pipeline.startedAt) - duration("24h")', '2026-10-31T06:00:00.000Z'],
    ['timestamp(pipeline.startedAt) - timestamp("2026-11-01T05:00:00Z") > duration("59m")', true],
    ['timestamp("2026-11-01T00:00:00Z") == timestamp("2026-11-01T01:00:00+01:00")', true],
    ['duration("1h") - duration("90m")', '-1800s'],
    ['timestamp(pipeline.startedAt).getHours("Europe/Berlin")', 7],
    ['"at " + string(timestamp(pipeline.startedAt))', 'at 2026-11-01T06:00:00.000Z'],
    ['"for " + string(duration("90s"))', 'for 90s'],
    ['int(timestamp("1970-01-01T00:00:01.500Z"))', 1],
    ['duration("1h")', '3600s'],
    ['duration("1500ms")', '1.5s'],
    ['{"a": {"b": [1u, 2]}}', { a: { b: [1, 2] } }],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('%s comes as plain JSON', (text, expected) => expect(value(text)).toEqual(expected));

  it.each([
    ['inputs.x.y', '"inputs.x.y": there is no "x"'],
    ['matrix.model', '"matrix.model": "matrix" has no value here'],
    ['b"abc"', '"b\\"abc\\"": is bytes that JSON cannot represent'],
    ['type(1)', '"type(1)": is of a kind that JSON cannot represent'],
    ['9007199254740993', '"9007199254740993": is 9007199254740993, which is too large to be exact'],
    ['1.0 / 0.0', '"1.0 / 0.0": is Infinity, which is not a number'],
    ['1 +', '"1 +": unexpected token: the end'],
    [
      '"a" + steps.answer.attempts',
      '"\\"a\\" + steps.answer.attempts": no such overload: string + dyn<double>',
    ],
    [
      'steps.answer.runId ? 1 : 2',
      '"steps.answer.runId ? 1 : 2": ternary condition must be bool, got \'string\'',
    ],
    ['inputs.constructor', '"inputs.constructor": there is no "constructor"'],
  ])('%s is refused in one line: %s', (text, message) =>
    expect(() => value(text)).toThrow(new ExpressionError(`the expression ${message}`)),
  );

  it('refuses an expression of more than 2,000 characters', () => {
    expect(() => value(`"${'x'.repeat(2000)}"`)).toThrow(/: has 2002 characters; the limit is 2000$/);
  });

  it('refuses an expression that is nested too deeply', () => {
    expect(() => value(`${'('.repeat(60)}1${')'.repeat(60)}`)).toThrow(/maxDepth/);
  });

  it('gives any JSON of an input back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (json) => {
        const plain = JSON.parse(JSON.stringify(json)) as never;
        expect(evaluateExpression('inputs.x', scope({ x: plain }))).toEqual(plain);
      }),
    );
  });
});

describe('evaluateTemplate', () => {
  const inputs = { n: 3, yes: true, name: 'a', list: [1], none: null };
  const text = (template: string) => evaluateTemplate(template, scope(inputs));

  it.each([
    ['${{ inputs.n }}', 3],
    ['${{inputs.list}}', [1]],
    ['${{ inputs.none }}', null],
    ['${{ {"a": {"b": "}}"}} }}', { a: { b: '}}' } }],
    ['n is ${{ inputs.n }}, ${{ inputs.yes }}', 'n is 3, true'],
    ['${{ inputs.name }}${{ inputs.name }}', 'aa'],
    [' ${{ inputs.n }}', ' 3'],
    ['plain', 'plain'],
    ['', ''],
    ['$${{ inputs.n }}', '${{ inputs.n }}'],
    ['${{ "it\\"s }}" }}', 'it"s }}'],
    ["${{ 'it}}' }}", 'it}}'],
  ])('%s gives %j', (template, expected) => expect(text(template)).toEqual(expected));

  it.each([
    [
      'a ${{ inputs.none }}',
      'the expression "inputs.none": is null, expected a string, a number, true or false',
    ],
    [
      'a ${{ inputs.list }}',
      'the expression "inputs.list": is a list, expected a string, a number, true or false',
    ],
    ['a ${{ inputs }}', 'the expression "inputs": is a mapping, expected a string, a number, true or false'],
    ['a ${{ inputs.n', 'the text "a ${{ inputs.n": contains ${{ without }}'],
    ['a ${{ inputs.n } }', 'the text "a ${{ inputs.n } }": contains ${{ without }}'],
  ])('%s is refused: %s', (template, message) =>
    expect(() => text(template)).toThrow(new ExpressionError(message)),
  );
});

describe('evaluateAll', () => {
  it('gives values and problems in the order of the expressions', () => {
    const request = {
      scope: scope({ n: 1 }, { self: facts({ attempts: 2 }), matrix: { model: 'small' }, index: 4 }),
      expressions: [
        { form: 'expression' as const, text: 'self.attempts + index' },
        { form: 'template' as const, text: 'run-${{ matrix.model }}-${{ index }}' },
        { form: 'expression' as const, text: 'item' },
        { form: 'expression' as const, text: 'inputs.n <' },
      ],
    };
    expect(evaluateAll(request)).toEqual([
      { value: 6 },
      { value: 'run-small-4' },
      { problem: 'the expression "item": "item" has no value here' },
      { problem: 'the expression "inputs.n <": unexpected token: the end' },
    ]);
  });
});
