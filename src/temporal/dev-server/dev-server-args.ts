/** Values of Temporal's dynamic configuration: durations are strings such as `20ms`. */
export type DynamicConfig = Readonly<Record<string, string | number | boolean>>;

/**
 * When SQLite waits for the disk. `full`: at each commit, so that a power cut loses nothing. `normal`: now and then, so that
 * a power cut loses the last commits, but nothing else; commits cost a fraction. A killed server loses nothing either way.
 */
export type Synchronous = 'full' | 'normal';

/** What a dev server is started with, once its ports are known. */
export interface DevServerArgs {
  readonly ip: string;
  readonly port: number;
  /** null: no web interface. */
  readonly uiPort: number | null;
  readonly namespace: string;
  readonly logLevel: string;
  readonly dbFilename: string | null;
  readonly synchronous: Synchronous;
  readonly dynamicConfig: DynamicConfig;
}

/**
 * The dev server has one shard and paces it at 20 queue loads a second, so that each workflow task costs 50 ms when
 * work is sequential. The pace is meant for clusters of many shards. Its queues poll the database for what they were not
 * notified of after one and five minutes by default: likely why an activity was once not dispatched for minutes on an
 * overloaded machine, which was not seen again. No timer fires before the time by which the clocks of a cluster's hosts may
 * differ, a second by default; here there is one clock.
 */
const tuned: DynamicConfig = {
  'history.transferProcessorMaxPollRPS': 1000,
  'history.transferProcessorMaxPollInterval': '5s',
  'history.timerProcessorMaxPollInterval': '5s',
  'history.timerProcessorMaxTimeShift': '20ms',
  'frontend.enableServerVersionCheck': false,
};

/** The command line of `temporal` for a dev server. */
export function devServerArgs(options: DevServerArgs): string[] {
  const { ip, port, uiPort, namespace, logLevel, dbFilename, synchronous } = options;
  const config = Object.entries({ ...tuned, ...options.dynamicConfig });
  return [
    ...['server', 'start-dev', '--ip', ip, '--port', String(port), '--namespace', namespace],
    ...['--log-level', logLevel],
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(dbFilename === null ? [] : ['--db-filename', dbFilename, ...pragmas(synchronous)]),
    ...config.flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${JSON.stringify(value)}`]),
  ];
}

/** With a write-ahead log a commit waits for the disk once; with SQLite's default, the rollback journal, several times. */
const pragmas = (synchronous: Synchronous): string[] =>
  ['journal_mode=wal', `synchronous=${synchronous}`].flatMap((pragma) => ['--sqlite-pragma', pragma]);
