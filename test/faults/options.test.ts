import { expect, test } from 'vitest';
import { describeFailure } from './describe-failure.js';
import { kindNamed } from './kinds/index.js';
import { parseOptions } from './options.js';

test('without arguments there are 300 trials of seed 1, no report and no baselines', () => {
  expect(parseOptions([])).toEqual({
    trials: 300,
    seed: 1,
    only: null,
    trial: null,
    report: null,
    baselines: false,
  });
});

test.each([['--trials=many'], ['--seed=-1'], ['--trial=1.5'], ['--nonsense']])(
  '%s is refused',
  (argument) => {
    expect(() => parseOptions([argument])).toThrow();
  },
);

test('a failure tells the seed, the trial, its kind and the command that repeats it', () => {
  const options = parseOptions(['--seed', '7', '--only', 'a run']);
  const judgement = {
    duplicates: 1,
    lost: 0,
    wrong: 0,
    orphans: 0,
    adjudicated: 0,
    posts: 2,
    extraRequests: 1,
    recoveryMs: 1,
    durationMs: 1,
    notes: ['2 runs of one intent: R1, R2'],
  };
  const plan = { number: 12, kind: kindNamed('a run visible late'), cancel: true, seed: 1 };
  const result = {
    plan,
    subject: 'product',
    judgement,
    reported: [],
    record: null,
    hasArrived: true,
  } as const;
  expect(describeFailure(options, result)).toBe(
    'FAILED seed 7 trial 12 a run visible late, cancelled: 2 runs of one intent: R1, R2\n' +
      '  again: npm run faults -- --seed 7 --trial 12 --only "a run"',
  );
});
