import { describe, expect, it } from 'vitest';
import { checkExpression, checkTemplate } from '../../src/expressions/check-expression.js';

const readsOf = (text: string): string[] => {
  const checked = checkExpression(text);
  if ('problem' in checked) throw new Error(checked.problem);
  return checked.reads.map(({ root, path, offset }) => `${[root, ...path].join('.')}@${offset}`);
};

describe('checkExpression', () => {
  it.each([
    ['steps.answer.counts.errors < 3', ['steps.answer.counts.errors@0']],
    ['1 < steps["answer"].attempts', ['steps.answer.attempts@4']],
    ['steps.a.items[0].runId', ['steps.a.items@0']],
    ['steps.a.items[index].runId', ['steps.a.items@0', 'index@14']],
    ['inputs[matrix.key]', ['inputs@0', 'matrix.key@7']],
    ['has(steps.a.gate) ? inputs.x : item', ['steps.a.gate@4', 'inputs.x@20', 'item@31']],
    ['steps.a.items.filter(i, i.n > inputs.min).map(i, i.key)', ['steps.a.items@0', 'inputs.min@30']],
    ['inputs.list.map(item, item.a)', ['inputs.list@0']],
    ['cel.bind(t, inputs.x, t + self.attempts)', ['inputs.x@12', 'self.attempts@26']],
    [
      '!inputs.a && {"x": [inputs.b]}.x[0] == pipeline.name',
      ['inputs.a@1', 'inputs.b@20', 'pipeline.name@39'],
    ],
    ['"steps.nope"', []],
    ['steps.score-a.state == "steps.b-c"', ['steps.score-a.state@0']],
    [
      'steps.r-1.scores.is-json.mean-0.5 > inputs.x && steps.a.attempts-1 > 0',
      ['steps.r-1.scores.is-json.mean@0', 'inputs.x@36', 'steps.a.attempts@48'],
    ],
  ])('%s reads %j', (text, reads) => expect(readsOf(text)).toEqual(reads));

  it.each([
    ['input.x', '"input" is unknown, expected one of inputs, pipeline, steps, matrix, item, index, self', 0],
    [
      'steps.a.runId == now()',
      "found no matching overload for 'now()'; there is no current time, read timestamp(pipeline.startedAt)",
      17,
    ],
    [
      'now > timestamp(inputs.t)',
      '"now" is unknown, expected one of inputs, pipeline, steps, matrix, item, index, self; there is no current time, read timestamp(pipeline.startedAt)',
      0,
    ],
    ['timestamp(inputs.t) > "2026"', 'no such overload: timestamp > string', 0],
    ['timestamp(inputs.t) + 1', 'no such overload: timestamp + int', 0],
    ['timestamp(inputs.t) < duration("1h")', 'no such overload: timestamp < duration', 0],
    ['timestamp(true)', "found no matching overload for 'timestamp(bool)'", 0],
    [
      'inputs.x && timestamp("2026-02-31T00:00:00Z") < timestamp(inputs.t)',
      '"2026-02-31T00:00:00Z" is not a time with its zone, like 2026-11-01T00:00:00Z',
      22,
    ],
    [
      'steps.a-b.state == "x" || duration("1d") < duration(inputs.d)',
      'invalid duration string: 1d, expected one like 90s, 5m or 24h',
      35,
    ],
    ['inputs.a.foo()', "found no matching overload for 'dyn.foo()'", 0],
    ['steps[inputs.x].runId', 'does not name a step, expected an id after steps, as in steps.answer', 0],
    ['1 < steps.size()', 'does not name a step, expected an id after steps, as in steps.answer', 4],
    ['1 == "a"', 'no such overload: int == string', 0],
    ['inputs.a ==', 'unexpected token: the end', 11],
    ['inputs.a = 1', 'unexpected character: =, expected == to compare', 9],
    ['inputs.a and true', "unexpected character: 'd'; and, or, not are written &&, ||, !", 9],
    [' ', 'is empty, expected an expression', 0],
    ['x'.repeat(2001), 'has 2001 characters; the limit is 2000', 0],
  ])('%s: %s', (text, problem, offset) => expect(checkExpression(text)).toEqual({ problem, offset }));

  it('tells the type where it does not depend on values', () => {
    expect(checkExpression('inputs.x > 1')).toMatchObject({ type: 'bool' });
    expect(checkExpression('inputs.x')).toMatchObject({ type: 'dyn' });
    expect(checkExpression('"a" + inputs.x')).toMatchObject({ type: 'string' });
    expect(checkExpression('timestamp(inputs.x) - duration("1h")')).toMatchObject({ type: 'timestamp' });
    expect(checkExpression('timestamp(inputs.x) - timestamp(inputs.y)')).toMatchObject({ type: 'duration' });
  });
});

describe('checkTemplate', () => {
  it('gives the reads of all expressions, with their places in the text', () => {
    expect(checkTemplate('a-${{ inputs.x }}-${{matrix.model}}')).toEqual({
      reads: [
        { root: 'inputs', path: ['x'], offset: 6 },
        { root: 'matrix', path: ['model'], offset: 21 },
      ],
      type: 'string',
    });
  });

  it('reads nothing in an escaped one', () =>
    expect(checkTemplate('$${{ nope }}')).toEqual({ reads: [], type: 'string' }));

  it.each([
    ['a ${{ inputs.x', 'contains ${{ without }}', 2],
    [
      'ab ${{ nope }}',
      '"nope" is unknown, expected one of inputs, pipeline, steps, matrix, item, index, self',
      7,
    ],
    ['ab ${{ }}', 'is empty, expected an expression', 6],
  ])('%s: %s', (text, problem, offset) => expect(checkTemplate(text)).toEqual({ problem, offset }));
});
