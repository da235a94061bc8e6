import { readFile } from 'node:fs/promises';
import { ConfigError } from './config/load-config.js';
import type { AxConfig, Environment } from './config/load-config.js';
import { proxyFinder, secretReader } from './config/receivers-config.js';
import { InvalidFileError } from './files/document/finding.js';
import { parseReceivers } from './files/notification/parse-receivers.js';
import { secretsOf } from './model/notification/receiver.js';
import type { ReceiversFile } from './model/notification/receiver.js';
import type { Receivers } from './model/notification/receivers.js';
import { createReceivers } from './receivers/create-receivers.js';
import { decodeText } from './model/base/decode-text.js';

/**
 * The receivers of the file of `AX_TASKS_RECEIVERS`.
 * @throws ConfigError if the file is not valid, or a secret that it names is not there
 */
export async function loadReceivers(
  receiversFile: string,
  { ca }: Pick<AxConfig, 'ca'>,
  env: Environment,
): Promise<Receivers> {
  const file = await readReceivers(receiversFile, env);
  const readSecret = secretReader(env);
  const missing = Object.entries(file.receivers).flatMap(([name, receiver]) =>
    secretsOf(receiver).flatMap(({ at, ref }) => {
      const read = readSecret(ref);
      return 'problem' in read ? [`${receiversFile}: receivers.${name}.${at}: ${read.problem}`] : [];
    }),
  );
  if (missing.length > 0) throw new ConfigError(missing);
  const proxyFor = proxyFinder(env);
  return createReceivers(file, { readSecret, proxyFor, ...(ca === undefined ? {} : { ca }) });
}

async function readReceivers(path: string, env: Environment): Promise<ReceiversFile> {
  const decoded = await readText(path);
  try {
    return parseReceivers(decoded, path, env);
  } catch (error) {
    if (error instanceof InvalidFileError) throw new ConfigError(error.message.split('\n'));
    throw error;
  }
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new ConfigError([`AX_TASKS_RECEIVERS (${path}) cannot be read: ${code}`]);
  });
  const decoded = decodeText(bytes);
  if ('problem' in decoded) throw new ConfigError([`AX_TASKS_RECEIVERS (${path}) ${decoded.problem}`]);
  return decoded.text;
}
