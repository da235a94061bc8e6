import { valueOf, type Environment } from './environment.js';

/** What a job of GitHub Actions passes to its commands. */
export interface GithubConfig {
  isActions: boolean;
  /** The file whose Markdown is shown with the job; null if there is none. */
  summaryFile: string | null;
}

export function readGithubConfig(env: Environment): GithubConfig {
  const isActions = valueOf(env, 'GITHUB_ACTIONS') === 'true';
  return { isActions, summaryFile: isActions ? (valueOf(env, 'GITHUB_STEP_SUMMARY') ?? null) : null };
}
