import { loadEncryptionKeys } from '../../../config/load-config.js';
import { EXIT } from '../../../model/temporal/exit-codes.js';
import { startCodecServer } from '../../../temporal/codec-server/start-codec-server.js';
import { formatFacts } from '../../../terminal/text/facts.js';
import type { CliContext } from '../../base/context.js';
import { usageError } from '../../base/cli-error.js';
import { stopSignal } from '../stop-signal.js';
import { Output } from '../../base/output.js';
import type { OutputOptions } from '../../base/output.js';

export interface CodecServerFlags extends OutputOptions {
  port: number;
  host: string;
  uiOrigin: string;
}

/** Decrypts for Temporal's web interface, until it is interrupted. */
export async function codecServer(context: CliContext, options: CodecServerFlags): Promise<number> {
  const output = new Output(context, options);
  const { port, host } = options;
  const uiOrigin = originOf(options.uiOrigin);
  const keys = loadEncryptionKeys(context.env);
  if (keys.length === 0) throw usageError('No encryption key is configured.', SET_KEYS);
  const stopped = stopSignal();
  const server = await startCodecServer({ keys, host, port, uiOrigin });
  const keyIds = keys.map(({ id }) => id);
  if (!LOOPBACK.test(host))
    output.warn('Anyone who can reach this address can decrypt: it has no authentication.');
  output.result('codec-server', { url: server.url, uiOrigin, keyIds }, (style) =>
    formatFacts(
      [
        ['Codec server', server.url],
        ['Answers', `${uiOrigin}, and programs on this machine`],
        ['Keys', keyIds.join(', ')],
      ],
      style,
    ),
  );
  output.note(
    'In the Temporal UI, click the glasses icon at the top and enter this address as the endpoint.',
  );
  await stopped;
  await server.stop();
  return EXIT.success;
}

const SET_KEYS = 'Set AX_TASKS_ENCRYPTION_KEY_FILE to the key file of the worker.';
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** As browsers write it. */
function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
  if (isOrigin) return url.origin;
  throw usageError(
    `--ui-origin is ${JSON.stringify(text)}, expected scheme, host and port alone, such as http://localhost:8233`,
  );
}
