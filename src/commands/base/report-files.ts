import { readGithubConfig } from '../../config/cli-config.js';
import type { CliContext } from './context.js';
import { requireFolder } from './output-file.js';

/** The flags of every command that may end with a result. */
export interface ReportFlags {
  junit?: string;
  html?: string;
  /** `none`: not even the one that a job of GitHub Actions has by itself. */
  summary?: string;
}

/** The files that get a report as soon as there is a result. Null: none of that kind. */
export interface ReportFiles {
  junit: string | null;
  html: string | null;
  summary: string | null;
  /** The summary is the job's, in which others may have written before. */
  isSummaryShared: boolean;
  /** Failures are also printed as annotations for GitHub Actions. */
  isAnnotated: boolean;
}

/** @throws CliError `Usage` if one of them cannot be written */
export function reportFilesOf(
  { junit, html, summary }: ReportFlags,
  { env }: Pick<CliContext, 'env'>,
): ReportFiles {
  const given = { junit, html, summary: summary === 'none' ? undefined : summary };
  for (const [flag, file] of Object.entries(given)) if (file !== undefined) requireFolder(`--${flag}`, file);
  const { isActions, summaryFile } = readGithubConfig(env);
  const own = summary === undefined ? summaryFile : (given.summary ?? null);
  return {
    junit: junit ?? null,
    html: html ?? null,
    summary: own,
    isSummaryShared: own !== null && own === summaryFile,
    isAnnotated: isActions,
  };
}
