import { chmodSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasFolder, keepCode, readCode } from '../src/kept-code.js';

const folderOf = () => mkdtempSync(join(tmpdir(), 'ax-tasks-code-'));

function kept(code: string): { file: string; folder: string } {
  const folder = join(folderOf(), 'code');
  const file = join(folderOf(), 'a.cjs');
  writeFileSync(file, 'one');
  keepCode(readCode(file, folder).place, () => Buffer.from(code));
  return { file, folder };
}

const onlyFileIn = (folder: string): string => join(folder, readdirSync(folder)[0] ?? '');

test('code that was kept is read again, with its source', () => {
  const { file, folder } = kept('machine code');
  expect(readCode(file, folder)).toMatchObject({ source: 'one', code: Buffer.from('machine code') });
});

test('code of a source that has changed is not used, even if its length has not', () => {
  const { file, folder } = kept('machine code');
  writeFileSync(file, 'two');
  expect(readCode(file, folder)).toMatchObject({ source: 'two', code: null });
});

test.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['empty', () => Buffer.alloc(0)],
  ['changed', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('x')])],
])('a kept file that is %s is not used', (_, damage) => {
  const { file, folder } = kept('machine code');
  writeFileSync(onlyFileIn(folder), damage(readFileSync(onlyFileIn(folder))));
  expect(readCode(file, folder).code).toBeNull();
});

test.skipIf(process.platform === 'win32')('a kept file that others may write is not used', () => {
  const { file, folder } = kept('machine code');
  chmodSync(onlyFileIn(folder), 0o666);
  expect(readCode(file, folder).code).toBeNull();
});

test('nothing is made where nothing can be kept, and no error is thrown', () => {
  const file = join(folderOf(), 'a.cjs');
  writeFileSync(file, 'not a folder');
  const make = () => {
    throw new Error('made in vain');
  };
  expect(() => keepCode(join(file, 'code', 'a.bin'), make)).not.toThrow();
});

test.skipIf(process.platform !== 'linux')('a folder that can never be made ends the attempt', () => {
  expect(() => keepCode('/proc/none/code/a.bin', () => Buffer.from(''))).not.toThrow();
  expect(hasFolder('/proc/none/code')).toBe(false);
});
