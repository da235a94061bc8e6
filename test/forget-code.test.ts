import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forgetOldCode } from '../src/forget-code.js';
import { keepCode, readCode } from '../src/kept-code.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const nowMs = Date.now();

/** A folder of code with files of so many days. */
function folderWith(files: Readonly<Record<string, number>>, version = 'v20.20.2'): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'ax-tasks-code-')), version);
  addFiles(folder, files);
  return folder;
}

function addFiles(folder: string, files: Readonly<Record<string, number>>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, days] of Object.entries(files)) {
    writeFileSync(join(folder, name), 'code');
    const at = new Date(nowMs - days * DAY_MS);
    utimesSync(join(folder, name), at, at);
  }
}

const left = (folder: string): string[] => readdirSync(folder).sort();

test('of each file the code of the three newest builds is kept', () => {
  const folder = folderWith({
    ...{ 'main.cjs-1.bin': 4, 'main.cjs-2.bin': 3, 'main.cjs-3.bin': 2, 'main.cjs-4.bin': 1 },
    ...{ 'list.cjs-a.bin': 20, 'run-list.cjs-b.bin': 20 },
  });
  forgetOldCode(folder, nowMs);
  expect(left(folder)).toEqual([
    ...['list.cjs-a.bin', 'main.cjs-2.bin', 'main.cjs-3.bin', 'main.cjs-4.bin', 'run-list.cjs-b.bin'],
  ]);
});

test('code older than 30 days is removed, and so are the drafts of processes that died', () => {
  const folder = folderWith({ 'main.cjs-1.bin': 31, 'main.cjs-2.bin.4711': 31, 'main.cjs-3.bin': 29 });
  forgetOldCode(folder, nowMs);
  expect(left(folder)).toEqual(['main.cjs-3.bin']);
});

test('the folder of a former version of Node goes once its code is old', () => {
  const folder = folderWith({ 'main.cjs-1.bin': 1 });
  const former = join(folder, '..', 'v20.9.0');
  addFiles(former, { 'main.cjs-1.bin': 31 });
  forgetOldCode(folder, nowMs);
  expect(existsSync(former)).toBe(false);
  expect(left(folder)).toEqual(['main.cjs-1.bin']);
});

test('files of other names are left alone, however old', () => {
  const folder = folderWith({ 'main.cjs': 99, 'notes.txt': 99 });
  addFiles(join(folder, '..', 'v22.11.0-x64-5e7c1b2a-1000'), { '1f2e3d4c': 99 });
  forgetOldCode(folder, nowMs);
  expect(left(folder)).toEqual(['main.cjs', 'notes.txt']);
  expect(left(join(folder, '..', 'v22.11.0-x64-5e7c1b2a-1000'))).toEqual(['1f2e3d4c']);
});

test.skipIf(process.platform === 'win32')(
  'nothing is removed through a link, or where others may write',
  () => {
    const folder = folderWith({ 'main.cjs-1.bin': 1 });
    const elsewhere = folderWith({ 'main.cjs-1.bin': 99 });
    symlinkSync(elsewhere, join(folder, '..', 'v18.0.0'));
    const shared = join(folder, '..', 'v19.0.0');
    addFiles(shared, { 'main.cjs-1.bin': 99 });
    chmodSync(shared, 0o777);
    forgetOldCode(folder, nowMs);
    expect(left(elsewhere)).toEqual(['main.cjs-1.bin']);
    expect(left(shared)).toEqual(['main.cjs-1.bin']);
  },
);

test('keeping the code of a fourth build forgets that of the first', () => {
  const folder = folderWith({ 'a.cjs-1.bin': 3, 'a.cjs-2.bin': 2, 'a.cjs-3.bin': 1 });
  const file = join(mkdtempSync(join(tmpdir(), 'ax-tasks-source-')), 'a.cjs');
  writeFileSync(file, 'new');
  keepCode(readCode(file, folder).place, () => Buffer.from('machine code'));
  expect(left(folder)).not.toContain('a.cjs-1.bin');
  expect(left(folder)).toHaveLength(3);
  expect(readCode(file, folder).code?.toString()).toBe('machine code');
});
