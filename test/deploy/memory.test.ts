import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DEPLOYED } from '../../bench/stack/deployed.js';

test.each(['Dockerfile', 'deploy/systemd/ax-tasks-worker.service', 'docs/deploy.md'])(
  '%s has the environment whose memory the measurement calls deployed',
  async (file) => {
    const text = await readFile(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
    for (const [name, value] of Object.entries(DEPLOYED)) expect(text).toContain(`${name}=${value}`);
  },
);
