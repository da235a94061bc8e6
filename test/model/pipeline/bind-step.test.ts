import { describe, expect, test } from 'vitest';
import { bindStep } from '../../../src/model/pipeline/bind-step.js';
import type { Json } from '../../../src/model/base/json.js';
import type { ValueKind } from '../../../src/model/pipeline/plan.js';
import { step } from '../../support/step.js';

const at = ['trigger', 'tracingMetadata', 'x'];
const bind = (kind: ValueKind, value: Json, path: (string | number)[] = at) =>
  bindStep(step('a', { bindings: [{ at: path, template: '${{ x }}', kind }] }), [{ value }]);
const boundTo = (kind: ValueKind, value: Json): unknown => {
  const bound = bind(kind, value);
  return 'step' in bound ? bound.step.trigger.tracingMetadata?.['x'] : bound.problem;
};

describe('a bound value', () => {
  test.each<[ValueKind, Json, Json]>([
    ['text', 'a', 'a'],
    ['text', 3, '3'],
    ['resource', 'my task', 'my task'],
    ['experiment-name', 7, '7'],
    ['count', 5, 5],
    ['share', 0.5, 0.5],
    ['number', -1.5, -1.5],
    ['flag', false, false],
    ['time', '2026-11-01T02:00:00+02:00', '2026-11-01T00:00:00.000Z'],
    ['texts', ['a', 'b'], ['a', 'b']],
    ['scalar', true, true],
    ['json', { a: [1] }, { a: [1] }],
  ])('of kind %s takes %j for %j', (kind, value, expected) => {
    expect(boundTo(kind, value)).toEqual(expected);
  });

  test.each<[ValueKind, Json, string]>([
    ['text', '', 'a non-empty string'],
    ['text', ['a'], 'a non-empty string'],
    ['resource', ' x', 'a name or an ID'],
    ['resource', 5, 'a name or an ID'],
    ['experiment-name', 'a"b', '1 to 255 characters other than " and \\'],
    ['count', 0, 'a whole number of at least 1'],
    ['count', 1.5, 'a whole number of at least 1'],
    ['share', 2, 'a number from 0 to 1'],
    ['number', '1', 'a number'],
    ['flag', 'yes', 'true or false'],
    ['time', '2026-11-01', 'a time with its zone, like 2026-11-01T00:00:00Z'],
    ['texts', [], 'a list of at least one string'],
    ['texts', ['a', 1], 'a list of at least one string'],
    ['scalar', null, 'a string, a number, true or false'],
  ])('of kind %s refuses %j', (kind, value, expected) => {
    expect(boundTo(kind, value)).toBe(
      `tracingMetadata.x (\${{ x }}) is ${JSON.stringify(value)}, expected ${expected}`,
    );
  });

  test('goes into a list, and leaves the step as it was', () => {
    const given = step('a', {
      requires: [{ kind: 'dataset', dataset: '', minExamples: 1 }],
      bindings: [{ at: ['requires', 0, 'dataset'], template: '${{ x }}', kind: 'resource' }],
    });
    expect(bindStep(given, [{ value: 'golden' }])).toMatchObject({
      step: { requires: [{ kind: 'dataset', dataset: 'golden', minExamples: 1 }] },
    });
    expect(given.requires).toMatchObject([{ dataset: '' }]);
  });

  test('that has none says why', () => {
    const given = step('a', { bindings: [{ at, template: '${{ x }}', kind: 'text' }] });
    expect(bindStep(given, [{ problem: 'there is no "x"' }])).toEqual({
      problem: 'tracingMetadata.x (${{ x }}) has no value: there is no "x"',
    });
  });
});

test('a window whose ends were bound is checked as a whole', () => {
  const given = step('a', {
    trigger: { dataEndTime: '2026-11-01T00:00:00Z' },
    bindings: [{ at: ['trigger', 'dataStartTime'], template: '${{ x }}', kind: 'time' }],
  });
  const bound = bindStep(given, [{ value: '2026-11-02T00:00:00Z' }]);
  expect(bound).toMatchObject({ problem: expect.stringContaining('must be before') as string });
});
