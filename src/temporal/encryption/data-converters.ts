import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { encryptingCodec } from './encrypting-codec.js';
import type { EncryptionKey } from './encryption-key.js';

/** For clients, which read failures of either form and send none. */
export const clientDataConverter = (keys: readonly EncryptionKey[]): DataConverter => ({
  payloadCodecs: [encryptingCodec(keys)],
});

/** For workers. With keys their workflows need a bundle with the same failure converter. */
export const workerDataConverter = (keys: readonly EncryptionKey[]): DataConverter => ({
  ...clientDataConverter(keys),
  ...(keys.length === 0 ? {} : { failureConverterPath: ENCODED_FAILURES }),
});

const ENCODED_FAILURES = fileURLToPath(
  new URL(`./encoded-failures${extname(import.meta.url)}`, import.meta.url),
);
