import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { unzipEntry } from '../../src/temporal/binaries/unzip-entry.js';
import { makeZip } from './support/make-zip.js';

const content = Buffer.from('a program '.repeat(20_000));

async function unzip(zip: Buffer, name: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'unzip-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'a.zip'), zip);
  await unzipEntry(join(folder, 'a.zip'), name, join(folder, 'out'));
  return readFile(join(folder, 'out'));
}

const entries = [
  { name: 'first', content: Buffer.from('something else') },
  { name: 'a/deflated', content },
  { name: 'a/stored', content, stored: true },
];

test.each(['a/deflated', 'a/stored'])('the entry %s comes out as it went in', async (name) => {
  expect(content.equals(await unzip(makeZip(entries), name))).toBe(true);
});

test('a comment that looks like an end of directory does not mislead', async () => {
  const comment = `PK\u0005\u0006${'x'.repeat(40)}`;
  expect(content.equals(await unzip(makeZip(entries, comment), 'a/stored'))).toBe(true);
});

const whole = makeZip(entries);

test.each([
  ['is not in it', whole, 'missing', 'there is no missing in the zip file'],
  ['is in no zip file', Buffer.from('<html>Not found</html>'), 'first', 'this is no zip file'],
  ['is in an empty file', Buffer.alloc(0), 'first', 'this is no zip file'],
  ['is in a file cut short', whole.subarray(0, whole.length - 30), 'first', 'this is no zip file'],
  [
    'has a damaged header',
    Buffer.concat([Buffer.alloc(4), whole.subarray(4)]),
    'first',
    'the zip file is damaged',
  ],
])('an entry that %s is an error that says so', async (_, zip, name, message) => {
  await expect(unzip(zip, name)).rejects.toThrow(message);
});
