import { parseArgs } from 'node:util';

/** The command line of the measurement. */
export interface Options {
  /** Parts of the names of the scenarios to run; null for all. */
  readonly only: readonly string[] | null;
  /** Small sizes: to see that everything works, not to quote. */
  readonly isQuick: boolean;
  /** Print the figures as JSON instead of a table. */
  readonly isJson: boolean;
  /** Where the report goes; null for none. */
  readonly report: string | null;
  readonly sizes: Sizes;
}

/** How much is measured. */
export interface Sizes {
  /** Durable runs of each kind in a throughput, in all. */
  readonly runs: number;
  /** Of them at once. */
  readonly inFlight: number;
  /** One after the other, for their latency. */
  readonly single: number;
  readonly waits: number;
  readonly tasks: number;
  readonly windows: number;
  readonly items: number;
}

const FULL: Sizes = {
  runs: 800,
  inFlight: 200,
  single: 40,
  waits: 1000,
  tasks: 10,
  windows: 1000,
  items: 500,
};
const QUICK: Sizes = { runs: 80, inFlight: 40, single: 6, waits: 60, tasks: 3, windows: 80, items: 40 };

export const USAGE = `npm run bench -- [options]

  --only TEXTS    only the scenarios whose name contains one of these, parted by commas
  --quick         small sizes, in two minutes, without the scenarios that take longer at any size
  --json          print the figures as JSON
  --report FILE   write the table there, in Markdown
  --runs N        durable runs of each kind (${FULL.runs}), --in-flight N of them at once (${FULL.inFlight})
  --single N      runs one after the other (${FULL.single})
  --waits N       waits at once (${FULL.waits}), on --tasks N tasks (${FULL.tasks})
  --windows N     windows of the backfill (${FULL.windows})
  --items N       items of the fan-out (${FULL.items})

The server is the embedded one, or the cluster at TEMPORAL_ADDRESS.
`;

/** @throws RangeError or TypeError, in words, for an argument that makes no sense. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      report: { type: 'string' },
      runs: { type: 'string' },
      'in-flight': { type: 'string' },
      single: { type: 'string' },
      waits: { type: 'string' },
      tasks: { type: 'string' },
      windows: { type: 'string' },
      items: { type: 'string' },
    },
  });
  const usual = values.quick ? QUICK : FULL;
  const sizes = {
    runs: size('runs', values.runs, usual.runs),
    inFlight: size('in-flight', values['in-flight'], usual.inFlight),
    single: size('single', values.single, usual.single),
    waits: size('waits', values.waits, usual.waits),
    tasks: size('tasks', values.tasks, usual.tasks),
    windows: size('windows', values.windows, usual.windows),
    items: size('items', values.items, usual.items),
  };
  const { quick: isQuick, json: isJson, report = null } = values;
  const only = values.only?.split(',') ?? null;
  return { only, isQuick, isJson, report, sizes };
}

function size(name: string, text: string | undefined, usual: number): number {
  const value = Number(text ?? usual);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`--${name} must be a whole number from 1 on, not ${text}`);
}
