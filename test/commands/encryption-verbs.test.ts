import { once } from 'node:events';
import { expect, test } from 'vitest';
import { loadEncryptionKeys } from '../../src/config/load-config.js';
import { until } from '../support/until.js';
import { collect, start } from './support/cli.js';
import { runHere } from './support/run-here.js';

const newLine = async (...args: string[]): Promise<string> =>
  (await runHere(['encryption', 'new-key', ...args], {})).stdout;

test('new-encryption-key prints a line that the key file takes, and another one each time', async () => {
  const lines = [await newLine(), await newLine(), await newLine('--id', 'team.a_1')];
  const keys = loadEncryptionKeys({ AX_TASKS_ENCRYPTION_KEYS: lines.join('') });
  expect(keys.map(({ id }) => id)).toEqual([
    expect.stringMatching(/^\d{4}-\d\d-\d\d-[0-9a-f]{4}$/),
    expect.stringMatching(/^\d{4}-\d\d-\d\d-[0-9a-f]{4}$/),
    'team.a_1',
  ]);
  expect(new Set(keys.map(({ secret }) => secret.export().toString('hex'))).size).toBe(3);
});

test.each([
  [['encryption', 'new-key', '--id', 'a b'], /--id is "a b", expected 1 to 64 letters/],
  [['encryption', 'codec-server'], /No encryption key is configured.[^]*AX_TASKS_ENCRYPTION_KEY_FILE/],
  [
    ['encryption', 'codec-server', '--ui-origin', 'http://ui.example/path'],
    /--ui-origin is [^]*scheme, host and port alone/,
  ],
  [['encryption', 'codec-server', '--ui-origin', '*'], /--ui-origin is "\*"/],
])('%j is refused with 2', async (args, message) => {
  const { code, stdout, stderr } = await runHere(args, {});
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('codec-server decrypts until it is told to stop, and prints neither keys nor payloads', async () => {
  const line = (await newLine('--id', 'k1')).trim();
  const secret = line.slice('k1:'.length);
  const args = [
    'encryption',
    'codec-server',
    '--port',
    '0',
    '--ui-origin',
    'http://ui.example:8080',
    '-o',
    'json',
  ];
  const server = start(args, { env: { AX_TASKS_ENCRYPTION_KEYS: line } });
  const [stdout, stderr] = [collect(server.stdout), collect(server.stderr)];
  await until(() => stdout().endsWith('}\n'));
  const { data } = JSON.parse(stdout()) as { data: { url: string; uiOrigin: string; keyIds: string[] } };
  expect(data).toMatchObject({ uiOrigin: 'http://ui.example:8080', keyIds: ['k1'] });
  expect(data.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const plain = {
    metadata: { encoding: 'anNvbi9wbGFpbg==' },
    data: Buffer.from('"canary"').toString('base64'),
  };
  const encoded = await post(`${data.url}/encode`, JSON.stringify({ payloads: [plain] }));
  expect(JSON.parse(await post(`${data.url}/decode`, encoded))).toEqual({ payloads: [plain] });
  await post(`${data.url}/decode`, 'canary');
  server.kill('SIGTERM');
  expect(await once(server, 'close')).toEqual([0, null]);
  for (const kept of ['canary', plain.data, secret]) expect(stdout() + stderr()).not.toContain(kept);
});

async function post(url: string, body: string): Promise<string> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return answer.text();
}
