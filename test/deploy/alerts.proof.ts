import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../deploy/observability', import.meta.url));
const promtool = (...args: string[]) => spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });

const isThere = promtool('--version').error === undefined;
if (!isThere)
  process.stderr.write('skipped: promtool is not on the PATH (Debian: apt-get install prometheus)\n');

test.skipIf(!isThere)('promtool finds no mistake in the alert rules', () => {
  const { status, stdout, stderr } = promtool('check', 'rules', 'alerts.yml');
  expect(status, stdout + stderr).toBe(0);
});

test.skipIf(!isThere)('each alert fires for what it names, and none on a worker that does its work', () => {
  const { status, stdout, stderr } = promtool('test', 'rules', 'alerts.test.yml');
  expect(status, stdout + stderr).toBe(0);
});
