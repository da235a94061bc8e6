import { parseArgs } from 'node:util';

/** The command line of the proof. */
export interface Options {
  /** Of the backfill that is disturbed. */
  readonly windows: number;
  /** Its runs at once. */
  readonly limit: number;
  /** SIGKILLs of workers and of the Temporal server, in all. */
  readonly kills: number;
  readonly workers: number;
  /** From a run's trigger to its end. */
  readonly runSeconds: number;
  /** When and what is killed. */
  readonly seed: number;
  /** Also the undisturbed backfills that measure requests and latencies. */
  readonly measures: boolean;
  /** Where the report goes; null for none. */
  readonly report: string | null;
}

export const USAGE = `npm run backfills -- [options]

  --windows N       windows of the backfill that is disturbed (10000)
  --limit N         its runs at once (100)
  --kills N         SIGKILLs of workers and of the Temporal server (12)
  --workers N       worker processes (2)
  --run-seconds N   how long a run takes (3)
  --seed N          when and what is killed (1)
  --no-measures     without the undisturbed backfills that are measured
  --report FILE     write the figures there
`;

/** @throws RangeError or TypeError, in words, for an argument that makes no sense. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      windows: { type: 'string', default: '10000' },
      limit: { type: 'string', default: '100' },
      kills: { type: 'string', default: '12' },
      workers: { type: 'string', default: '2' },
      'run-seconds': { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      measures: { type: 'boolean', default: true },
      report: { type: 'string' },
    },
  });
  return {
    windows: wholeNumber('windows', values.windows, 1),
    limit: wholeNumber('limit', values.limit, 2),
    kills: wholeNumber('kills', values.kills, 0),
    workers: wholeNumber('workers', values.workers, 1),
    runSeconds: wholeNumber('run-seconds', values['run-seconds'], 1),
    seed: wholeNumber('seed', values.seed, 0),
    measures: values.measures,
    report: values.report ?? null,
  };
}

function wholeNumber(name: string, text: string, min: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= min) return value;
  throw new RangeError(`--${name} must be a whole number from ${min} on, not ${text}`);
}
