import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import type { ReplayWorkerOptions } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, test } from 'vitest';
import { BUILT_WORKFLOWS } from '../support/workflow-rig.js';
import { patchesOf, recordedHistories, workflowTypeOf } from './histories.js';

const histories = recordedHistories();
const names = histories.map(({ name }) => name);
const built = (file: string): string => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));

/** With the failure converter of workers that encrypt. */
const ENCRYPTED_WORKFLOWS = { workflowBundle: { codePath: built('workflow-bundle.encrypted.js') } };

/** Replays histories, those of a generation by one worker since each takes a while to start; the errors by name. */
async function replay(
  workflows: ReplayWorkerOptions,
  recorded = histories,
): Promise<Map<string, Error | undefined>> {
  const errors = new Map<string, Error | undefined>();
  for (const generation of new Set(recorded.map((each) => each.generation))) {
    const given = recorded.filter((each) => each.generation === generation);
    const copies = given.map(({ workflowId, history }) => ({
      workflowId,
      history: structuredClone(history),
    }));
    // They come back in their order. Two executions of one workflow have one id.
    const left = [...given];
    for await (const { workflowId, error } of Worker.runReplayHistories(workflows, copies)) {
      const replayed = left.shift();
      expect(workflowId).toBe(replayed?.workflowId);
      errors.set(replayed?.name ?? '', error);
    }
  }
  return errors;
}

describe.each([
  ['after a change of the code', BUILT_WORKFLOWS],
  ['when encryption is switched on under it', ENCRYPTED_WORKFLOWS],
])('a workflow that is running goes on %s', (_when, workflows) => {
  let errors: Map<string, Error | undefined>;
  beforeAll(async () => {
    errors = await replay(workflows);
  });

  test.each(names)('%s', (name) => {
    expect(errors.has(name)).toBe(true);
    expect(errors.get(name)).toBeUndefined();
  });
});

describe('a change of the workflows’ code that would break those that are running fails here', () => {
  const code = readFileSync(built('workflow-bundle.js'), 'utf8');

  /** The built code with one place of it changed. */
  function changed(from: RegExp, to: string): ReplayWorkerOptions {
    expect(code.match(new RegExp(from, 'g'))).toHaveLength(1);
    return { workflowBundle: { code: code.replace(from, to) } };
  }
  const only = (name: string) => histories.filter((each) => each.name === name);

  test.each([
    [
      'another timer before the fence',
      /return await (\S+)local\.openTrigger\(/,
      'await (0, _temporalio_workflow__WEBPACK_IMPORTED_MODULE_1__.sleep)(1000); return await $1local.openTrigger(',
      '01/run-task.created',
    ],
    [
      'a step that is left out',
      /return await \S+local\.openTrigger\([^;]*\);/,
      "return { task: { id: '', name: '', type: '', projectId: null, datasetId: null, lastRunAt: null, evaluationTaskIds: [] }, opened: { turn: { workflowId: '', executionId: '' }, fence: { newestCreatedAt: null, runIds: [], experiments: [], readBy: '', reopened: null } } };",
      '01/run-task.created',
    ],
    [
      'a memo that is left out',
      /else\s+\(0, ?[^;()]*recordTrigger\)\(fence, prepared, triggered\);/,
      'else {}',
      '01/run-task.created',
    ],
    [
      'another activity in the place of one',
      /local\.openTrigger\(/,
      'local.readFence(',
      '01/run-task.created',
    ],
  ])('%s', async (_what, from, to, name) => {
    const errors = await replay(changed(from, to), only(name));
    expect(errors.get(name)).toBeInstanceOf(DeterminismViolationError);
    // The SDK's word for a command that is not the history's: a failure of the changed code would be another one.
    expect(errors.get(name)?.message).toContain('TMPRL1100');
  });
});

describe('there is a history', () => {
  const sources = readdirSync(new URL('../../src/workflows/', import.meta.url), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(new URL(`../../src/workflows/${path}`, import.meta.url), 'utf8'));
  const found = (pattern: RegExp): string[] => [
    ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map(([, id = '']) => id))),
  ];

  test.each(found(/\b(?:patched|deprecatePatch)\(\s*'([^']+)'/g))('with the patch %s', (patch) => {
    expect(histories.filter((each) => patchesOf(each).includes(patch))).not.toEqual([]);
  });

  test('for each call of patched there is an id that this test finds', () => {
    const calls = sources.flatMap((source) => source.match(/\b(?:patched|deprecatePatch)\(/g) ?? []);
    const withId = sources.flatMap(
      (source) => source.match(/\b(?:patched|deprecatePatch)\(\s*'[^']+'/g) ?? [],
    );
    expect(withId).toHaveLength(calls.length);
  });

  const index = readFileSync(new URL('../../src/workflows/index.ts', import.meta.url), 'utf8');
  const workflows = [...index.matchAll(/export \{ (\w+) \}/g)].map(([, name = '']) => name);
  test.each(workflows)('of the workflow %s', (workflow) => {
    expect(histories.map(workflowTypeOf)).toContain(workflow);
  });
});

test('no history tells who recorded it, or a key', () => {
  const text = JSON.stringify(histories);
  expect(text).not.toMatch(/node_modules|file:\/\/|\d@[a-z]|authorization|Bearer /i);
});
