import type { Environment } from '../../config/environment.js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The environment without anything that leads to a Temporal service or to Arize AX: neither variables, nor the profile
 * that the user may have in `temporal.toml`, which an empty one in `folder` stands in for. What it leads to instead is up
 * to the caller.
 *
 * Nor does a worker in it have a version: on a server of its own none is current, so it would get no workflow.
 */
export function isolatedEnv(
  env: Environment,
  prefixes: readonly ('ARIZE_' | 'TEMPORAL_')[],
  folder: string,
): Environment {
  const file = join(folder, 'temporal.toml');
  writeFileSync(file, '[profile.default]\n');
  const dropped = [...prefixes, 'AX_TASKS_DEPLOYMENT', 'AX_TASKS_BUILD_ID'];
  const kept = Object.entries(env).filter(([name]) => !dropped.some((prefix) => name.startsWith(prefix)));
  return { ...Object.fromEntries(kept), TEMPORAL_CONFIG_FILE: file };
}
