import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ConfigError, loadAxConfig } from '../src/config/load-config.js';
import type { Environment } from '../src/config/load-config.js';

const KEY = 'ak-canary-314159';

function keyFile(text: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), 'ax-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'api-key');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function problemsOf(env: Environment): readonly string[] {
  try {
    loadAxConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test.each([KEY, `${KEY}\n`, `\ufeff${KEY}\r\n`])('the key comes from a file that has %j', (text) => {
  expect(loadAxConfig({ ARIZE_API_KEY_FILE: keyFile(text) }).apiKey).toBe(KEY);
});

test('a key and a file of one contradict each other', () => {
  expect(problemsOf({ ARIZE_API_KEY: KEY, ARIZE_API_KEY_FILE: keyFile(KEY) })).toEqual([
    'ARIZE_API_KEY and ARIZE_API_KEY_FILE are both set: unset one of them',
  ]);
});

test('a file that is not there, empty, or has two keys is refused by its path, without what stands in it', () => {
  expect(problemsOf({ ARIZE_API_KEY_FILE: '/nowhere/key' })).toEqual([
    'ARIZE_API_KEY_FILE (/nowhere/key) cannot be read: ENOENT',
  ]);
  for (const text of ['', `${KEY}\n${KEY}`]) {
    const path = keyFile(text);
    const [problem = '', ...more] = problemsOf({ ARIZE_API_KEY_FILE: path });
    expect(problem).toContain(`ARIZE_API_KEY_FILE (${path}): the API key must consist of`);
    expect(more).toEqual([]);
    expect(problem).not.toContain('canary');
  }
});

test.skipIf(process.platform === 'win32')('a file that others can read is refused', () => {
  const path = keyFile(KEY, 0o644);
  expect(problemsOf({ ARIZE_API_KEY_FILE: path })[0]).toContain('can be read by others (its mode is 644)');
});

test('what is wrong with the file comes together with what is wrong elsewhere', () => {
  const problems = problemsOf({ ARIZE_API_KEY_FILE: '/nowhere/key', ARIZE_WIRE_CASE: 'mixed' });
  expect(problems.map((problem) => problem.split(/[ :]/)[0])).toEqual([
    'ARIZE_API_KEY_FILE',
    'ARIZE_WIRE_CASE',
  ]);
});
