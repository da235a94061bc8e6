import { Client, Connection } from '@temporalio/client';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { DEFAULT_TASK_QUEUE } from '../../src/model/temporal/names.js';
import type { JournalRun } from '../../src/simulator/index.js';
import {
  faultsOf as backfillFaults,
  prove as proveBackfill,
  type Proof,
} from '../../test/backfills/prove.js';
import { CANARY_KEY } from '../../test/faults/canary.js';
import { ChildProgram } from '../../test/faults/child-program.js';
import { Service } from '../../test/faults/service.js';
import type { Cluster } from './cluster.js';
import { LOGS } from './host.js';
import { judgeLoad, type LoadJudgement } from './judge-load.js';
import { killerOf, killsOf, type Killed } from './kills.js';
import { Load, type TimedFlow } from './load.js';
import type { Options } from './options.js';

/** A backfill beside lone runs and pipelines on a cluster whose hosts were killed, and how all of it went. */
export interface ClusterProof {
  readonly backfill: Proof;
  readonly flows: readonly TimedFlow[];
  readonly load: LoadJudgement;
  readonly kills: readonly Killed[];
  /** When runs began, of the backfill and beside it; in order, in milliseconds since 1970. */
  readonly begunMs: readonly number[];
  /** Hosts that ended by themselves. */
  readonly endedHosts: readonly string[];
}

const WORKER = fileURLToPath(new URL('../../dist/worker.js', import.meta.url));
/** For the end of the backfill, once everything was killed. */
const END_LIMIT_MS = 60 * 60_000;

export interface ProofPlace {
  readonly cluster: Cluster;
  readonly folder: string;
  readonly say: (line: string) => void;
}

export async function prove(options: Options, { cluster, folder, say }: ProofPlace): Promise<ClusterProof> {
  const service = await Service.start(CANARY_KEY, options.seed, options);
  const workers = await startWorkers(options.workers, cluster, service, folder);
  const connection = await Connection.connect({ address: cluster.address });
  const place = { client: new Client({ connection }), service };
  const kills: Killed[] = [];
  const load = await Load.start(place, options.lanes);
  const backfill = await proveBackfill(place, {
    ...options,
    kills: killsOf(options.kills),
    kill: killerOf(cluster, workers, (kill) => kills.push(kill)),
    endLimitMs: END_LIMIT_MS,
    say,
  });
  say('waiting for the last runs beside it');
  const flows = await load.stop();
  const { runs } = service.simulator.journal(Number.MAX_SAFE_INTEGER);
  await Promise.all(workers.map((worker) => worker.kill()));
  await connection.close();
  await service.simulator.close();
  return {
    backfill,
    flows,
    load: judgeLoad(
      runs.filter(({ taskId }) => load.taskIds.includes(taskId)),
      flows,
    ),
    kills,
    begunMs: runs.map(begunMsOf).sort((one, other) => one - other),
    endedHosts: cluster.hosts.flatMap(({ name, lastWords }) =>
      lastWords === null ? [] : [`${name} ended by itself: ${lastWords}`],
    ),
  };
}

const begunMsOf = ({ createdAt }: JournalRun): number => Date.parse(createdAt);

/** What is wrong, in sentences. */
export const faultsOf = (
  { backfill, load, endedHosts }: ClusterProof,
  { windows }: Options,
): readonly string[] => [...backfillFaults(backfill, windows), ...load.notes, ...endedHosts];

async function startWorkers(
  count: number,
  { address }: Cluster,
  { simulator }: Service,
  folder: string,
): Promise<readonly ChildProgram[]> {
  const env = {
    PATH: process.env['PATH'],
    TEMPORAL_ADDRESS: address,
    ARIZE_BASE_URL: simulator.baseUrl,
    ARIZE_API_KEY: simulator.apiKey,
    AX_TASKS_TASK_QUEUE: DEFAULT_TASK_QUEUE,
    DISABLE_PRERELEASE_WARNING: 'true',
    LOG_LEVEL: 'INFO',
  };
  const workers = Array.from(
    { length: count },
    (_, nth) =>
      new ChildProgram({
        args: [WORKER],
        env,
        readyText: '"worker started"',
        logFile: join(folder, LOGS, `worker-process-${nth + 1}.log`),
      }),
  );
  await Promise.all(workers.map((worker) => worker.start()));
  return workers;
}
