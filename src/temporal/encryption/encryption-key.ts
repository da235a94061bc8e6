import { createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A key of AES-256, with the name under which payloads refer to it. */
export interface EncryptionKey {
  readonly id: string;
  /** An object, so that nothing prints the key by accident. */
  readonly secret: KeyObject;
}

const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9._-]{1,64}$/;
const LINE = /^([^:\s]+):([A-Za-z0-9+/]{43}=)$/;

export const KEY_ID_RULE = '1 to 64 letters, digits, dots, dashes or underscores';

export const isKeyId = (text: string): boolean => KEY_ID.test(text);

/** A line for the key file, with a new key. It is a secret. */
export const newKeyLine = (id: string): string => `${id}:${randomBytes(KEY_BYTES).toString('base64')}`;

/** The key of a line `id:base64`; null if it is invalid. The caller reports why, without the line itself. */
export function readKeyLine(line: string): EncryptionKey | null {
  const [, id = '', text = ''] = LINE.exec(line) ?? [];
  const bytes = Buffer.from(text, 'base64');
  return isKeyId(id) && bytes.length === KEY_BYTES ? { id, secret: createSecretKey(bytes) } : null;
}
