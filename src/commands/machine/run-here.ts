import { pathToFileURL } from 'node:url';
import { setProcessEnvironment, type Environment } from '../../config/environment.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { CliContext } from '../base/context.js';
import { programPath } from './entry-point.js';
import type { EntryPoint } from './entry-point.js';

/**
 * Runs one of our programs in this process until it ends: a second process would only wait beside it, with a third of the
 * memory. A program that fails ends the process with its own exit code.
 */
export async function runHere(
  name: EntryPoint,
  env: Environment,
  { importModule }: Pick<CliContext, 'importModule'>,
): Promise<number> {
  setProcessEnvironment(env);
  await importModule(pathToFileURL(programPath(name)).href);
  return EXIT.success;
}
