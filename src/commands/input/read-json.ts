import { buffer as readAll } from 'node:stream/consumers';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { readUtf8, utf8Of } from './read-spec.js';

/** The JSON of a flag: as given, from a file (`@file.json`), or from standard input (`@-`). */
export async function readJson(flag: string, value: string, { stdin }: CliContext): Promise<unknown> {
  const { text, source } = await readText(flag, value, stdin);
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    throw usageError(`${flag}: ${source} is not valid JSON: ${(error as Error).message}`);
  }
}

async function readText(
  flag: string,
  value: string,
  stdin: CliContext['stdin'],
): Promise<{ text: string; source: string }> {
  if (!value.startsWith('@')) return { text: value, source: 'the value' };
  const path = value.slice(1);
  if (path === '-')
    return { text: utf8Of(await readAll(stdin), `${flag}: standard input`), source: 'standard input' };
  return { text: await readUtf8(path, `${flag}: ${path}`), source: path };
}

/** A JSON object; anything else is wrong usage. */
export async function readJsonObject(
  flag: string,
  value: string,
  context: CliContext,
): Promise<Readonly<Record<string, unknown>>> {
  const json = await readJson(flag, value, context);
  if (!isObject(json)) throw usageError(`${flag} is not a JSON object`);
  return json;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
