import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { processEnvironment } from '../../src/config/environment.js';
import { readToolPaths } from '../../src/config/tool-paths.js';
import { countKey } from '../../test/faults/canary.js';
import { describeMachine } from '../../test/faults/machine.js';
import { startCluster, type Cluster } from './cluster.js';
import { LOGS } from './host.js';
import { parseOptions, USAGE, type Options } from './options.js';
import { findPrograms, SERVER_VERSION, type Programs } from './programs.js';
import { faultsOf, prove } from './prove.js';
import { renderReport } from './report.js';

const say = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

async function main(options: Options): Promise<number> {
  const env = processEnvironment();
  const programs = await findPrograms({ paths: readToolPaths(env), env, say });
  const folder = await mkdtemp(join(tmpdir(), 'ax-tasks-cluster-'));
  await mkdir(join(folder, LOGS));
  const cluster = await startCluster({ ...options, programs, folder, env, say }).catch((cause: unknown) => {
    throw new Error(`The cluster did not start. Its logs are in ${join(folder, LOGS)}.`, { cause });
  });
  try {
    if (options.isServed) await serve(cluster, folder);
    const faults = options.isServed ? [] : await judge(options, { cluster, folder, programs });
    if (faults.length > 0) {
      process.stdout.write(`\nIt failed: ${faults.join('; ')}. Logs and database are in ${folder}\n`);
      return 1;
    }
  } finally {
    await cluster.stop();
  }
  await rm(folder, { recursive: true, force: true });
  return 0;
}

async function serve({ address }: Cluster, folder: string): Promise<void> {
  process.stdout.write(`TEMPORAL_ADDRESS=${address}\n`);
  say(`until Ctrl-C; logs are in ${join(folder, LOGS)}`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}

/** What is wrong, in sentences. */
async function judge(
  options: Options,
  { programs, ...place }: { cluster: Cluster; folder: string; programs: Programs },
): Promise<readonly string[]> {
  // Every child is killed when this process ends, by whatever way.
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  const date = new Date().toISOString();
  const proof = await prove(options, { ...place, say });
  const keysFound = await countKey(join(place.folder, LOGS), JSON.stringify(proof));
  const report = renderReport(proof, options, {
    date,
    command: ['npm run bench:cluster --', ...process.argv.slice(2)].join(' '),
    machine: describeMachine(),
    versions: `Temporal server ${SERVER_VERSION} on ${await postgresVersion(programs)}`,
    keysFound,
  });
  process.stdout.write(report);
  if (options.report !== null) await writeFile(options.report, report);
  const leaks = keysFound === 0 ? [] : [`the API key is in ${keysFound} log files`];
  return [...faultsOf(proof, options), ...leaks];
}

/** Such as `PostgreSQL 15.18`. */
async function postgresVersion({ postgres }: Programs): Promise<string> {
  const { stdout } = await promisify(execFile)(postgres, ['--version']);
  return /\d+(\.\d+)*/.exec(stdout)?.[0].replace(/^/, 'PostgreSQL ') ?? 'PostgreSQL';
}

try {
  process.exit(await main(parseOptions(process.argv.slice(2))));
} catch (error) {
  const isUsage = error instanceof RangeError || error instanceof TypeError;
  process.stderr.write(`${inspect(error)}\n`);
  if (isUsage) process.stderr.write(`\n${USAGE}`);
  process.exit(isUsage ? 2 : 1);
}
