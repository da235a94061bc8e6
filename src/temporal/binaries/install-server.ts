import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '../environment.js';
import type { CacheSlot } from './cache-slot.js';
import type { DownloadSource } from './download-source.js';
import type { PinnedBuild, PinnedTool } from './pinned-binaries.js';
import { probeExecutable } from './probe-executable.js';
import { requireSha256 } from './sha256-of-file.js';

const stagingPrefix = '.staging-';
/** Longer than any download may take: a staging folder this old belongs to a process that died. */
const abandonedAfterMs = 60 * 60_000;

/** What to install, where, and the environment for the programs that fetch it. */
export interface Installation {
  readonly tool: PinnedTool;
  readonly build: PinnedBuild;
  readonly slot: CacheSlot;
  readonly env: Environment;
}

async function removeAbandoned({ slot }: Installation): Promise<void> {
  const names = (await readdir(slot.toolFolder)).filter((name) => name.startsWith(stagingPrefix));
  const folders = names.map((name) => join(slot.toolFolder, name));
  await Promise.all(folders.map((folder) => removeIfAbandoned(folder)));
}

async function removeIfAbandoned(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found === null || Date.now() - found.mtimeMs < abandonedAfterMs) return;
  await rm(folder, { recursive: true, force: true });
}

/**
 * Fetches the executable from one source, compares its checksum, runs it for its version, and only then moves it into
 * the cache. There is no lock: each call has a staging folder of its own, and the rename replaces an executable that
 * another process installed meanwhile with the same bytes.
 *
 * @throws Error with the source's answer; nothing is left behind then
 */
export async function installServer(installation: Installation, source: DownloadSource): Promise<void> {
  const { tool, build, slot, env } = installation;
  await mkdir(slot.toolFolder, { recursive: true });
  await removeAbandoned(installation);
  const staging = await mkdtemp(join(slot.toolFolder, `${stagingPrefix}${slot.name}-`));
  try {
    const fetched = await source.fetch({ tool, build, staging, env });
    await requireSha256(fetched, build.executableSha256, `the executable of the ${tool.title}`);
    await chmod(fetched, 0o755);
    await probeExecutable(tool, fetched, env);
    await mkdir(dirname(slot.executablePath), { recursive: true });
    await rename(fetched, slot.executablePath);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
