import { given, type Environment } from './environment.js';

/** The space in which names are looked up if a command or a file gives none. */
export const defaultSpace = (env: Environment): string | undefined => given(env, 'ARIZE_SPACE').ARIZE_SPACE;

/** Who gives the command, if the environment says so. */
export function readUserName(env: Environment): string | undefined {
  const { USER, LOGNAME, USERNAME } = given(env, 'USER', 'LOGNAME', 'USERNAME');
  return USER ?? LOGNAME ?? USERNAME;
}

/** What a job of GitHub Actions passes to its commands. */
export interface GithubConfig {
  isActions: boolean;
  /** The file whose Markdown is shown with the job; null if there is none. */
  summaryFile: string | null;
}

export function readGithubConfig(env: Environment): GithubConfig {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY = null } = given(env, 'GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY');
  const isActions = GITHUB_ACTIONS === 'true';
  return { isActions, summaryFile: isActions ? GITHUB_STEP_SUMMARY : null };
}
