import type { Environment } from '../temporal/environment.js';
/** Environment variables by name. */
export type { Environment };

/** The environment lacks something or holds something wrong. `problems` has all of it, each saying what to set. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      problems.length === 1
        ? `${problems[0]}`
        : `Invalid configuration:\n${problems.map((one) => `- ${one}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** The process's environment, to hand on. Nothing else reads it. */
export function processEnvironment(): Environment {
  // The gRPC library would write lines of its own among ours, also where standard error is one JSON document.
  process.env['GRPC_VERBOSITY'] ??= 'NONE';
  return process.env;
}

/** Sets the variables of the process, for a program that is to run in it: what is undefined is unset. */
export function setProcessEnvironment(env: Environment): void {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** The values of some variables, without the blanks around them; one that is empty counts as not set. */
export const given = <Name extends string>(
  env: Environment,
  ...names: readonly Name[]
): Record<Name, string | undefined> =>
  Object.fromEntries(names.map((name) => [name, env[name]?.trim() || undefined])) as Record<
    Name,
    string | undefined
  >;
