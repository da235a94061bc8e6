import { execFile } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../../src/config/environment.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import { startWatched } from '../../src/temporal/dev-server/watched-process.js';
import { waitFor } from '../../test/faults/wait-for.js';
import { IP } from './listening.js';
import type { Programs } from './programs.js';

export interface Postgres {
  readonly port: number;
  stop(): Promise<void>;
}

export interface PlaceOptions {
  readonly programs: Programs;
  /** Of data and logs. */
  readonly folder: string;
  readonly env: Environment;
}

const USER = 'temporal';
/** Whom PostgreSQL runs as where we are root, whom it refuses. */
const SYSTEM_USER = 'postgres';
const START_LIMIT_MS = 30_000;
const READY_TEXT = 'ready to accept connections';
const GRACE_MS = 5000;
const DATABASES = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;
const run = promisify(execFile);

/** A PostgreSQL of one's own on the loopback interface, with Temporal's schema. */
export async function startPostgres(options: PlaceOptions): Promise<Postgres> {
  const { programs, env } = options;
  const data = await createCluster(options);
  const port = await freePort(IP);
  const args = ['-D', data, '-p', String(port), '-h', IP, '-k', '', '-c', 'max_connections=300'];
  const watched = await startWatched({
    ...unprivileged(programs.postgres, args),
    env: { PATH: env['PATH'] },
    graceMs: GRACE_MS,
  });
  // It listens before that, and refuses.
  if (!(await waitFor(() => watched.lastOutput().includes(READY_TEXT), START_LIMIT_MS)))
    throw new Error(`PostgreSQL did not start: ${watched.lastOutput()}`);
  for (const [database, schema] of Object.entries(DATABASES))
    await createSchema(options, port, { database, schema });
  return { port, stop: () => watched.stop() };
}

/** An empty data folder that its user alone may read. */
async function createCluster({ programs, folder }: PlaceOptions): Promise<string> {
  const data = join(folder, 'postgres');
  await mkdir(data);
  if (isRoot()) {
    await chmod(folder, 0o711);
    await run('chown', [`${SYSTEM_USER}:`, data]);
  }
  const args = ['-D', data, '-U', USER, '--auth=trust', '-E', 'UTF8', '--no-locale'];
  const initdb = unprivileged(programs.initdb, args);
  await run(initdb.command, initdb.args, { cwd: '/' });
  return data;
}

async function createSchema(
  { programs: { schemaTool } }: PlaceOptions,
  port: number,
  { database, schema }: { database: string; schema: string },
): Promise<void> {
  const connection = ['--plugin', 'postgres12', '--ep', IP, '-p', String(port), '-u', USER, '--db', database];
  await run(schemaTool, [...connection, 'create-database']);
  await run(schemaTool, [...connection, 'setup-schema', '-v', '0.0']);
  await run(schemaTool, [...connection, 'update-schema', '--schema-name', `postgresql/v12/${schema}`]);
}

const isRoot = (): boolean => process.getuid?.() === 0;

const unprivileged = (
  command: string,
  args: readonly string[],
): { command: string; args: readonly string[] } =>
  isRoot()
    ? {
        command: 'setpriv',
        args: ['--reuid', SYSTEM_USER, '--regid', SYSTEM_USER, '--clear-groups', command, ...args],
      }
    : { command, args };
