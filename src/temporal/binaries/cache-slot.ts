import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PinnedBuild, PinnedTool } from './pinned-binaries.js';

/** The place in the cache for one version of a tool on one platform. */
export interface CacheSlot {
  /** The folder of the tool: slots, locks and half-done downloads lie in it. */
  readonly toolFolder: string;
  /** Name of the slot in the tool's folder: `<version>-<os>-<arch>`. */
  readonly name: string;
  readonly executablePath: string;
}

/** The place of a tool in the cache folder. */
export function cacheSlot(tool: PinnedTool, platform: string, cacheFolder: string): CacheSlot {
  const toolFolder = join(cacheFolder, tool.tool);
  const name = `${tool.version}-${platform}`;
  return { toolFolder, name, executablePath: join(toolFolder, name, tool.executable) };
}

/**
 * Whether the slot holds its executable. Only verified files are ever moved there, so the size is enough to notice
 * one that a full disk or a copy by hand cut short.
 */
export async function isInstalled(slot: CacheSlot, build: PinnedBuild): Promise<boolean> {
  const found = await stat(slot.executablePath).catch(() => null);
  return (
    found !== null && found.isFile() && found.size === build.executableBytes && (found.mode & 0o100) !== 0
  );
}
