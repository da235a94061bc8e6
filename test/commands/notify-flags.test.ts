import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pipelineIdOf } from '../../src/client/pipeline/start-pipeline.js';
import { collectRule, rulesGiven } from '../../src/commands/notification/notify-option.js';
import type { Plan } from '../../src/model/pipeline/plan.js';
import { step } from '../support/step.js';
import { bareEnv } from './support/cli.js';
import { runHere } from './support/run-here.js';

test('flags name receivers one after the other, and --no-notify is silence', () => {
  const first = collectRule('team', undefined);
  expect(collectRule('on-call:failed, recovered', first)).toEqual([
    { to: 'team' },
    { to: 'on-call', on: ['failed', 'recovered'] },
  ]);
  expect(collectRule('team', false)).toEqual([{ to: 'team' }]);
  expect(rulesGiven({ notify: false })).toEqual([]);
  expect(rulesGiven({})).toBeUndefined();
});

test('who is told of a pipeline makes no other pipeline of it', () => {
  const plan: Plan = { version: 1, name: 'p', labels: {}, steps: [step('a', {})] };
  expect(pipelineIdOf({ ...plan, notify: [{ to: 'team' }] }, undefined)).toBe(pipelineIdOf(plan, undefined));
});

test('pipeline plan shows who is told of what', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ax-tasks-notify-')), 'p.yaml');
  const head = 'version: 1\nname: p\nspace: prod\nsteps: [{ id: a, task: Answer }]\n';
  writeFileSync(file, `${head}notify: [team, { to: on-call, on: [stalled] }]\n`);
  const shown = await runHere(['pipeline', 'plan', file, '--offline'], bareEnv());
  expect(shown.stdout).toMatch(/Notifies +team, on-call \(stalled\)/);
  writeFileSync(file, head);
  expect((await runHere(['pipeline', 'plan', file, '--offline'], bareEnv())).stdout).not.toContain(
    'Notifies',
  );
});
