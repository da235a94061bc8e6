import { expect, test } from 'vitest';
import { parseOptions } from './options.js';

test('without arguments 10,000 windows are run 100 at once, with twelve kills', () => {
  expect(parseOptions([])).toEqual({
    windows: 10_000,
    limit: 100,
    kills: 12,
    workers: 2,
    runSeconds: 3,
    seed: 1,
    measures: true,
    report: null,
  });
  expect(parseOptions(['--no-measures']).measures).toBe(false);
});

test.each([['--windows=0'], ['--limit=1'], ['--kills=many'], ['--seed=1.5'], ['--nonsense']])(
  '%s is refused',
  (argument) => {
    expect(() => parseOptions([argument])).toThrow();
  },
);
