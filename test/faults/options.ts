import { parseArgs } from 'node:util';

/** The command line of the suite. */
export interface Options {
  readonly trials: number;
  readonly seed: number;
  /** Part of the names of the kinds to run; null for all. */
  readonly only: string | null;
  /** Run this trial of the plan alone. */
  readonly trial: number | null;
  /** Where the report goes; null for none. */
  readonly report: string | null;
  readonly baselines: boolean;
}

export const USAGE = `npm run faults -- [options]

  --trials N      how many trials (300)
  --seed N        seed of the plan (1)
  --only TEXT     only kinds whose name contains this
  --trial N       only this trial of the plan
  --report FILE   write the table there
  --baselines     also up to 300 of the trials on each of two baseline clients
`;

const wholeNumber = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`--${name} must be a whole number, not ${text}`);
};

/** @throws RangeError or TypeError, in words, for an argument that makes no sense. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      trials: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      trial: { type: 'string' },
      report: { type: 'string' },
      baselines: { type: 'boolean', default: false },
    },
  });
  return {
    trials: wholeNumber('trials', values.trials),
    seed: wholeNumber('seed', values.seed),
    only: values.only ?? null,
    trial: values.trial === undefined ? null : wholeNumber('trial', values.trial),
    report: values.report ?? null,
    baselines: values.baselines,
  };
}
