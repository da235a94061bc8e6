import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../src/config/load-config.js';
import type { Environment } from '../src/config/load-config.js';

const load = (env: Environment) => loadConfig({ ARIZE_API_KEY: 'ak-1', ...env });

function problemsOf(env: Environment): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('no webhooks are received unless an address is given', () => {
  expect(load({}).webhooks).toBeNull();
});

test('an address and a secret are given together', () => {
  const both = { AX_TASKS_WEBHOOK_ADDRESS: '0.0.0.0:8082', AX_TASKS_WEBHOOK_SECRET: 'canary' };
  expect(load(both).webhooks).toEqual({ address: { host: '0.0.0.0', port: 8082 }, secret: 'canary' });
  const [withoutSecret = ''] = problemsOf({ AX_TASKS_WEBHOOK_ADDRESS: '8082' });
  expect(withoutSecret).toContain('AX_TASKS_WEBHOOK_ADDRESS is set and the secret is not');
  const [withoutAddress = ''] = problemsOf({ AX_TASKS_WEBHOOK_SECRET: 'canary' });
  expect(withoutAddress).toContain('AX_TASKS_WEBHOOK_ADDRESS is not: set it');
  expect(withoutAddress).not.toContain('canary');
});

test('a secret and a file of one contradict each other, and a file that cannot be read is named', () => {
  const file = { AX_TASKS_WEBHOOK_ADDRESS: '8082', AX_TASKS_WEBHOOK_SECRET_FILE: '/nowhere/secret' };
  expect(problemsOf(file)).toEqual(['AX_TASKS_WEBHOOK_SECRET_FILE (/nowhere/secret) cannot be read: ENOENT']);
  expect(problemsOf({ ...file, AX_TASKS_WEBHOOK_SECRET: 'canary' })).toEqual([
    'AX_TASKS_WEBHOOK_SECRET and AX_TASKS_WEBHOOK_SECRET_FILE are both set: unset one of them',
  ]);
});
