import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload } from '@temporalio/common';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encryptingCodec } from '../../src/temporal/encryption/encrypting-codec.js';
import { EncryptionError } from '../../src/temporal/encryption/encryption-error.js';
import type { EncryptionKey } from '../../src/temporal/encryption/encryption-key.js';
import { newKeyLine, readKeyLine } from '../../src/temporal/encryption/encryption-key.js';

function key(id: string): EncryptionKey {
  const made = readKeyLine(newKeyLine(id));
  if (made === null) throw new Error('the new line is no line');
  return made;
}

const [one, two] = [key('one'), key('two')];
const payload = defaultPayloadConverter.toPayload({ secret: 'canary' });
const encryptWith = async (keys: EncryptionKey[]): Promise<Payload> =>
  (await encryptingCodec(keys).encode([payload]))[0] as Payload;
const decryptWith = async (keys: EncryptionKey[], sealed: Payload): Promise<Payload | undefined> =>
  (await encryptingCodec(keys).decode([sealed]))[0];
const text = (value: Uint8Array | null | undefined): string => Buffer.from(value ?? []).toString('latin1');

test('any payload comes back as it was', async () => {
  const codec = encryptingCodec([one]);
  const bytes = fc.uint8Array({ maxLength: 300 });
  const payloads = fc.record({
    // protobufjs, which reads the payload, drops this one name.
    metadata: fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      bytes,
      { noNullPrototype: true },
    ),
    data: bytes,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(payloads, { maxLength: 3 }), async (given) => {
      const decoded = await codec.decode(await codec.encode(given));
      expect(decoded.map(plain)).toEqual(given.map(plain));
    }),
    { numRuns: 50 },
  );
});

const plain = ({ metadata, data }: Payload): unknown => ({
  metadata: Object.entries(metadata ?? {}).map(([name, value]) => [name, text(value)]),
  data: text(data),
});

test('what is encrypted says how and with which key, and nothing else', async () => {
  const { metadata, data } = await encryptWith([one, two]);
  const described = Object.entries(metadata ?? {}).map(([name, value]) => [name, text(value)]);
  expect(Object.fromEntries(described)).toEqual({
    encoding: 'binary/encrypted',
    'encryption-cipher': 'AES-256-GCM',
    'encryption-key-id': 'one',
  });
  expect(text(data)).not.toContain('canary');
});

test('the same payload never looks the same twice', async () => {
  const codec = encryptingCodec([one]);
  const sealed = await codec.encode(Array.from({ length: 100 }, () => payload));
  expect(new Set(sealed.map(({ data }) => text(data?.subarray(0, 12)))).size).toBe(100);
});

test('the first key encrypts and every key decrypts', async () => {
  const old = await encryptWith([one]);
  expect(plain((await decryptWith([two, one], old)) as Payload)).toEqual(plain(payload));
  expect(text((await encryptWith([two, one])).metadata?.['encryption-key-id'])).toBe('two');
});

test('what is not encrypted is passed through, and without keys nothing is encrypted', async () => {
  expect(await decryptWith([one], payload)).toBe(payload);
  expect(await encryptWith([])).toBe(payload);
});

test('a key that is not here is named', async () => {
  const sealed = await encryptWith([one]);
  await expect(decryptWith([two], sealed)).rejects.toThrow(
    /with the key "one", which is not configured here \(here: two\)/,
  );
  await expect(decryptWith([], sealed)).rejects.toThrow(/no key is configured/);
  await expect(decryptWith([], sealed)).rejects.toBeInstanceOf(EncryptionError);
});

test.each<[string, (sealed: Payload) => Payload, EncryptionKey[]]>([
  ['another key of the same id', (sealed) => sealed, [key('one')]],
  ['a changed bit', (sealed) => ({ ...sealed, data: flipped(sealed.data) }), [one]],
  ['a short text', (sealed) => ({ ...sealed, data: new Uint8Array(5) }), [one]],
  ['no text', ({ metadata }) => ({ metadata: metadata ?? {} }), [one]],
  ['the id of another key with the same bytes', renamed, [one, { id: 'two', secret: one.secret }]],
])('%s is refused, without the data', async (_what, change, keys) => {
  const refused = decryptWith(keys, change(await encryptWith([one])));
  await expect(refused).rejects.toThrow(/cannot be decrypted: either the key with this id differs here, or/);
  await expect(refused).rejects.toBeInstanceOf(EncryptionError);
});

const flipped = (data: Uint8Array | null | undefined): Uint8Array =>
  (data ?? new Uint8Array()).map((byte, index) => (index === 20 ? byte ^ 1 : byte));

function renamed(sealed: Payload): Payload {
  return { ...sealed, metadata: { ...sealed.metadata, 'encryption-key-id': Buffer.from('two') } };
}

test('another cipher is refused by its name', async () => {
  const sealed = await encryptWith([one]);
  const metadata = { ...sealed.metadata, 'encryption-cipher': Buffer.from('ROT13') };
  await expect(decryptWith([one], { ...sealed, metadata })).rejects.toThrow(/"ROT13", not AES-256-GCM/);
});
