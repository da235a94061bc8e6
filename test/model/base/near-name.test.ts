import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearName, suggestion } from '../../../src/model/base/near-name.js';

const KNOWN = ['timeout', 'onTimeout', 'pollInterval', 'needs', 'task'];

test.each([
  ['tiemout', 'timeout'],
  ['poll_interval', 'pollInterval'],
  ['poll-interval', 'pollInterval'],
  ['need', 'needs'],
  ['TASK', 'task'],
  ['tsk', 'task'],
])('%s is near %s', (typed, known) => {
  expect(nearName(typed, KNOWN)).toBe(known);
});

test.each(['retries', 'x', '', 'evaluators'])('%j is near nothing', (typed) => {
  expect(nearName(typed, KNOWN)).toBeNull();
  expect(suggestion(typed, KNOWN)).toBe('');
});

test('a name is nearest to itself', () => {
  fc.assert(fc.property(fc.constantFrom(...KNOWN), (name) => nearName(name, KNOWN) === name));
});

test('one letter more or fewer is still near', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KNOWN), fc.nat(), (name, at) => {
      const position = at % name.length;
      const shorter = name.slice(0, position) + name.slice(position + 1);
      expect(nearName(shorter, [name])).toBe(name);
    }),
  );
});
