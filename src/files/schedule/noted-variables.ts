import type { Variables } from '../document/substitute.js';

/** Variables that note which of them are read. */
export interface NotedVariables {
  variables: Variables;
  /** Those that were read so far and have a value. */
  read: () => Record<string, string>;
}

export function notedVariables(env: Variables): NotedVariables {
  const names = new Set<string>();
  const variables = new Proxy(env, {
    get: (target, name) => {
      if (typeof name !== 'string' || !Object.hasOwn(target, name)) return undefined;
      names.add(name);
      return target[name];
    },
  });
  const read = (): Record<string, string> =>
    Object.fromEntries(
      [...names].sort().flatMap((name) => {
        const value = env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return { variables, read };
}
