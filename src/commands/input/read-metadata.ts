import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { readJsonObject } from './read-json.js';

const FLAG = '--tracing-metadata';
type Metadata = Record<string, string | number | boolean>;

/** Keys and values for the traces of an experiment; the service takes scalars only. */
export async function readMetadata(value: string, context: CliContext): Promise<Metadata> {
  const metadata = await readJsonObject(FLAG, value, context);
  for (const [name, member] of Object.entries(metadata)) {
    if (['string', 'number', 'boolean'].includes(typeof member)) continue;
    throw usageError(`${FLAG}: ${JSON.stringify(name)} is neither a string, a number, nor true or false`);
  }
  return metadata as Metadata;
}
