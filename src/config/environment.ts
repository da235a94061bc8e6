/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable's value without the blanks around it; one that is empty counts as not set. */
export function valueOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

/** Which of the variables are set. */
export const setAmong = (env: Environment, names: readonly string[]): string[] =>
  names.filter((name) => valueOf(env, name) !== undefined);

/** What a part of the configuration came to: its value, and all that is wrong with it. */
export interface Read<T> {
  value: T;
  problems: string[];
}
