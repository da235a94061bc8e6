import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { EncryptionError } from './encryption-error.js';
import type { EncryptionKey } from './encryption-key.js';
import { payloadFromBytes, payloadToBytes } from './payload-bytes.js';

const ENCODING = 'binary/encrypted';
const CIPHER = 'AES-256-GCM';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const text = new TextEncoder();

/**
 * Encrypts payloads with the first key and decrypts with any. Without keys nothing is encrypted. Payloads that are not
 * encrypted are decoded as they are, so that it can be switched on while workflows run.
 *
 * The data of an encrypted payload is nonce (12 bytes), ciphertext, tag (16 bytes); the id of the key is bound to it.
 *
 * `decode` throws EncryptionError for a key that is not here and for data that was changed.
 */
export function encryptingCodec(keys: readonly EncryptionKey[]): PayloadCodec {
  const [first] = keys;
  const byId = new Map(keys.map((key) => [key.id, key]));
  return {
    encode: (payloads) =>
      Promise.resolve(first === undefined ? payloads : payloads.map((payload) => encrypt(first, payload))),
    // A failed decryption is to be a rejection, not an exception on the way.
    decode: async (payloads) =>
      Promise.resolve(payloads.map((payload) => (isEncrypted(payload) ? decrypt(byId, payload) : payload))),
  };
}

/** The id of the key that a payload is encrypted with; null if it is not encrypted. */
export const encryptionKeyIdOf = (payload: Payload): string | null =>
  isEncrypted(payload) ? metadataOf(payload, 'encryption-key-id') : null;

function encrypt({ id, secret }: EncryptionKey, payload: Payload): Payload {
  // The same nonce twice under one key would give both texts away; a random one is good for 2^32 payloads.
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(boundTo(id));
  const sealed = [cipher.update(payloadToBytes(payload)), cipher.final()];
  return {
    metadata: {
      encoding: text.encode(ENCODING),
      'encryption-cipher': text.encode(CIPHER),
      'encryption-key-id': text.encode(id),
    },
    data: new Uint8Array(Buffer.concat([nonce, ...sealed, cipher.getAuthTag()])),
  };
}

function decrypt(keys: ReadonlyMap<string, EncryptionKey>, payload: Payload): Payload {
  const id = metadataOf(payload, 'encryption-key-id');
  const cipher = metadataOf(payload, 'encryption-cipher');
  if (cipher !== CIPHER)
    throw new EncryptionError(`Data is encrypted with ${quoted(cipher)}, not ${CIPHER}.`);
  const key = keys.get(id);
  if (key === undefined) throw unknownKey(id, [...keys.keys()]);
  try {
    return payloadFromBytes(unseal(key, payload.data ?? new Uint8Array()));
  } catch {
    throw new EncryptionError(
      `Data that was encrypted with the key ${quoted(id)} cannot be decrypted: either the key with this id differs here, or the data was changed.`,
    );
  }
}

function unseal({ id, secret }: EncryptionKey, data: Uint8Array): Uint8Array {
  const end = data.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', secret, data.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(id)).setAuthTag(data.subarray(end));
  return Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, end)), decipher.final()]);
}

const boundTo = (id: string): Uint8Array => text.encode(`${ENCODING} ${CIPHER} ${id}`);

const isEncrypted = (payload: Payload): boolean => metadataOf(payload, 'encoding') === ENCODING;

const metadataOf = ({ metadata }: Payload, name: string): string =>
  Buffer.from(metadata?.[name] ?? []).toString('utf8');

// The id comes from the server, so it may be anything.
const quoted = (id: string): string => JSON.stringify(id.slice(0, 64));

const unknownKey = (id: string, known: readonly string[]): EncryptionError =>
  new EncryptionError(
    `Data is encrypted with the key ${quoted(id)}, which is not configured here (${known.length === 0 ? 'no key is configured' : `here: ${known.join(', ')}`}). Add its line to the file in AX_TASKS_ENCRYPTION_KEY_FILE or to AX_TASKS_ENCRYPTION_KEYS.`,
  );
