import { z } from 'zod';
import { ConfigError, given, type Environment } from './environment.js';

/** A schema of variables. Its messages are whole sentences that name the variable. */
export const variables = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess((env) => given(env as Environment, ...Object.keys(shape)), z.object(shape));

/** A variable that takes any text. */
export const text = z.string().optional();

/** A variable that takes one of a few words, in any case. */
export const word = <const Words extends readonly string[]>(name: string, words: Words) =>
  z.preprocess(
    (value) => words.find((one) => one.toLowerCase() === String(value).toLowerCase()) ?? value,
    z.enum(words, `${name} must be ${listOf(words)}`).optional(),
  );

const listOf = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** Reads a part of the configuration. @throws ConfigError with every problem */
export function load<T>(part: z.ZodType<T>, env: unknown): T {
  const read = part.safeParse(env);
  if (read.success) return read.data;
  throw new ConfigError(read.error.issues.map(({ message }) => message));
}
