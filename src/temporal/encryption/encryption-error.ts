/** A payload cannot be decrypted. The message names the id of the key, and holds neither a key nor any data. */
export class EncryptionError extends Error {
  override readonly name = 'EncryptionError';
}
