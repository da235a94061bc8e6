import { expect, test } from 'vitest';
import { parseOptions } from './options.js';

test('without arguments 1,000 windows and eight lanes of runs go through six kills on two history hosts', () => {
  expect(parseOptions([])).toEqual({
    isServed: false,
    windows: 1000,
    limit: 100,
    kills: 6,
    lanes: 8,
    historyHosts: 2,
    shards: 16,
    workers: 2,
    runSeconds: 3,
    seed: 1,
    report: null,
  });
});

test.each([['--windows=0'], ['--limit=1'], ['--history-hosts=0'], ['--shards=many'], ['--nonsense']])(
  '%s is refused',
  (argument) => {
    expect(() => parseOptions([argument])).toThrow();
  },
);
