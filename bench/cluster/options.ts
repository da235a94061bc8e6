import { parseArgs } from 'node:util';

/** The command line of the proof on a cluster. */
export interface Options {
  /** Only start the cluster, for other commands, until Ctrl-C. */
  readonly isServed: boolean;
  /** Of the backfill that is disturbed. */
  readonly windows: number;
  /** Its runs at once. */
  readonly limit: number;
  /** SIGKILLs of hosts of the cluster and of workers, in all. */
  readonly kills: number;
  /** Lone runs and pipelines at once beside the backfill. */
  readonly lanes: number;
  readonly historyHosts: number;
  readonly shards: number;
  readonly workers: number;
  /** From a run's trigger to its end. */
  readonly runSeconds: number;
  /** When things are killed. */
  readonly seed: number;
  /** Where the report goes; null for none. */
  readonly report: string | null;
}

const DEFAULTS = {
  windows: '1000',
  limit: '100',
  kills: '6',
  lanes: '8',
  'history-hosts': '2',
  shards: '16',
  workers: '2',
  'run-seconds': '3',
  seed: '1',
};

export const USAGE = `npm run bench:cluster -- [options]

  --serve             only start the cluster, for other commands, until Ctrl-C
  --windows N         windows of the backfill that is disturbed (${DEFAULTS.windows})
  --limit N           its runs at once (${DEFAULTS.limit})
  --kills N           SIGKILLs of hosts of the cluster and of workers (${DEFAULTS.kills})
  --lanes N           lone runs and pipelines at once beside it (${DEFAULTS.lanes})
  --history-hosts N   history hosts (${DEFAULTS['history-hosts']})
  --shards N          history shards (${DEFAULTS.shards})
  --workers N         worker processes (${DEFAULTS.workers})
  --run-seconds N     how long a run takes (${DEFAULTS['run-seconds']})
  --seed N            when things are killed (${DEFAULTS.seed})
  --report FILE       write the figures there
`;

/** @throws RangeError or TypeError, in words, for an argument that makes no sense. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      serve: { type: 'boolean', default: false },
      windows: { type: 'string', default: DEFAULTS.windows },
      limit: { type: 'string', default: DEFAULTS.limit },
      kills: { type: 'string', default: DEFAULTS.kills },
      lanes: { type: 'string', default: DEFAULTS.lanes },
      'history-hosts': { type: 'string', default: DEFAULTS['history-hosts'] },
      shards: { type: 'string', default: DEFAULTS.shards },
      workers: { type: 'string', default: DEFAULTS.workers },
      'run-seconds': { type: 'string', default: DEFAULTS['run-seconds'] },
      seed: { type: 'string', default: DEFAULTS.seed },
      report: { type: 'string' },
    },
  });
  return {
    isServed: values.serve,
    windows: wholeNumber('windows', values.windows, 1),
    limit: wholeNumber('limit', values.limit, 2),
    kills: wholeNumber('kills', values.kills, 0),
    lanes: wholeNumber('lanes', values.lanes, 0),
    historyHosts: wholeNumber('history-hosts', values['history-hosts'], 1),
    shards: wholeNumber('shards', values.shards, 1),
    workers: wholeNumber('workers', values.workers, 1),
    runSeconds: wholeNumber('run-seconds', values['run-seconds'], 1),
    seed: wholeNumber('seed', values.seed, 0),
    report: values.report ?? null,
  };
}

function wholeNumber(name: string, text: string, min: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= min) return value;
  throw new RangeError(`--${name} must be a whole number from ${min} on, not ${text}`);
}
