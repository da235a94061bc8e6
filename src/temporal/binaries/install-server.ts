import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '../environment.js';
import type { CacheSlot } from './cache-slot.js';
import type { DownloadSource } from './download-source.js';
import type { PinnedBuild, PinnedTool } from './pinned-binaries.js';
import { probeExecutable } from './probe-executable.js';
import { requireSha256 } from './sha256-of-file.js';

const stagingPrefix = '.staging-';

/** What is to be installed, where, and by whose environment. */
export interface Installation {
  readonly tool: PinnedTool;
  readonly build: PinnedBuild;
  readonly slot: CacheSlot;
  readonly env: Environment;
}

async function removeAbandoned({ slot }: Installation): Promise<void> {
  const names = await readdir(slot.toolFolder);
  const abandoned = names.filter((name) => name.startsWith(`${stagingPrefix}${slot.name}-`));
  await Promise.all(
    abandoned.map((name) => rm(join(slot.toolFolder, name), { recursive: true, force: true })),
  );
}

/**
 * Fetches the executable from one source, compares its checksum, lets it say its version and only then moves it into
 * the cache, in one step. To be called by the holder of the install lock.
 *
 * @throws Error with the source's answer; nothing is left behind then.
 */
export async function installServer(installation: Installation, source: DownloadSource): Promise<void> {
  const { tool, build, slot, env } = installation;
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
