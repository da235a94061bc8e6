import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ConfigError, loadConfig, loadEncryptionKeys } from '../src/config/load-config.js';
import type { Environment } from '../src/config/load-config.js';

const SECRET = Buffer.alloc(32, 'canary').toString('base64');
const FILE = 'AX_TASKS_ENCRYPTION_KEY_FILE';
const KEYS = 'AX_TASKS_ENCRYPTION_KEYS';

function keyFile(text: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), 'ax-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'keys.txt');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function problemsOf(env: Environment): readonly string[] {
  try {
    loadEncryptionKeys(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const ids = (env: Environment): string[] => loadEncryptionKeys(env).map(({ id }) => id);

test('without either variable there are no keys', () => {
  expect(ids({})).toEqual([]);
  expect(ids({ [FILE]: ' ', [KEYS]: '' })).toEqual([]);
});

test('keys come from a file, in its order, without its comments and blank lines', () => {
  const text = `\ufeff# 2026\r\nnew-1:${SECRET}\r\n\r\n  old.0:${SECRET}  \n`;
  expect(ids({ [FILE]: keyFile(text) })).toEqual(['new-1', 'old.0']);
});

test('keys come from the environment, on lines or separated by commas', () => {
  expect(ids({ [KEYS]: `a:${SECRET},b:${SECRET}\nc:${SECRET}` })).toEqual(['a', 'b', 'c']);
});

test.each([
  ['no colon', `canary${SECRET}`],
  ['no id', `:${SECRET}`],
  ['an id with a blank', `my key:${SECRET}`],
  ['a long id', `${'k'.repeat(65)}:${SECRET}`],
  ['a key of 16 bytes', `k:${Buffer.alloc(16, 'canary').toString('base64')}`],
  ['a key of 33 bytes', `k:${Buffer.alloc(33, 'canary').toString('base64')}`],
  ['a key that is not base64', `k:${'canary!'.repeat(6)}xx`],
  ['two keys on a line', `k:${SECRET} l:${SECRET}`],
])('a line with %s is refused by its number, without what stands in it', (_what, line) => {
  const path = keyFile(`ok:${SECRET}\n${line}\n`);
  const [problem = '', ...more] = problemsOf({ [FILE]: path });
  expect(more).toEqual([]);
  expect(problem).toContain(`${FILE} (${path}), line 2: expected id:key, with an id of 1 to 64 letters`);
  expect(problem).toContain('encryption new-key');
  expect(problem).not.toMatch(/canary|Y2FuYXJ5/);
});

test('all wrong lines are told at once, and with the rest of the configuration', () => {
  const [problems] = [problemsOf({ [KEYS]: 'x\ny' })];
  expect(problems.map((problem) => problem.slice(0, KEYS.length + 8))).toEqual([
    `${KEYS}, line 1`,
    `${KEYS}, line 2`,
  ]);
  expect(() => loadConfig({ [KEYS]: 'x', LOG_LEVEL: 'LOUD' })).toThrow(
    /ARIZE_API_KEY[^]*LOG_LEVEL[^]*line 1/,
  );
});

test.each<[string, () => Environment, RegExp]>([
  ['both variables', () => ({ [FILE]: '/x', [KEYS]: `k:${SECRET}` }), /are both set: unset one/],
  [
    'the same id twice',
    () => ({ [KEYS]: `k:${SECRET},k:${SECRET}` }),
    /line 2: the id k is already used on an earlier/,
  ],
  ['an empty file', () => ({ [FILE]: keyFile('# nothing\n') }), /has no key: expected id:key/],
  [
    'a file that is not there',
    () => ({ [FILE]: '/nowhere/keys' }),
    /\(\/nowhere\/keys\) cannot be read: ENOENT/,
  ],
  ['a folder', () => ({ [FILE]: tmpdir() }), /is not a file/],
])('%s is refused', (_what, env, message) => {
  expect(problemsOf(env()).join('\n')).toMatch(message);
});

test.skipIf(process.platform === 'win32').each([0o640, 0o604, 0o660, 0o644, 0o610])(
  'a key file of one’s own with the mode %o is refused: others could read it',
  (mode) => {
    const problems = problemsOf({ [FILE]: keyFile(`k:${SECRET}`, mode) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`can be read by others (its mode is ${mode.toString(8)}): run chmod 600`);
  },
);

test.skipIf(process.platform === 'win32').each([0o600, 0o400])(
  'a key file with the mode %o is taken',
  (mode) => {
    expect(ids({ [FILE]: keyFile(`k:${SECRET}`, mode) })).toEqual(['k']);
  },
);
