import type { Environment } from '../environment.js';
import type { PinnedBuild, PinnedTool } from './pinned-binaries.js';

/** What a source needs to know to fetch one executable. */
export interface FetchContext {
  readonly tool: PinnedTool;
  readonly build: PinnedBuild;
  /** An empty folder of this download's own, on the file system of the cache. */
  readonly staging: string;
  readonly env: Environment;
}

/** A place executables can be fetched from. */
export interface DownloadSource {
  readonly title: string;
  /**
   * Fetches the executable into the staging folder. It is not run: its checksum has not been compared yet.
   *
   * @returns its path.
   * @throws Error with the source's answer.
   */
  fetch(context: FetchContext): Promise<string>;
}
