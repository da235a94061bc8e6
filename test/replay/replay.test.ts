import { readFileSync, readdirSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { describe, expect, test } from 'vitest';
import { BUILT_WORKFLOWS } from '../support/workflow-rig.js';

const folder = new URL('./histories/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const historyOf = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

describe('workflows that are running go on after a change of the code', () => {
  test.each(names)('the recorded history %s replays', async (name) => {
    await Worker.runReplayHistory(BUILT_WORKFLOWS, historyOf(name), name.replace('.json', ''));
  });
});

test('there is a history of every workflow', () => {
  const workflows = names.map((name) => name.replace(/\..*$/, ''));
  expect(new Set(workflows)).toEqual(new Set(['run-pipeline', 'run-task', 'task-operation', 'wait-for-run']));
});

test('a history whose commands are not the workflow’s own does not replay', async () => {
  const text = JSON.stringify(historyOf('run-task.created.json')).replaceAll('"lookUpTask"', '"getTask"');
  const replay = Worker.runReplayHistory(BUILT_WORKFLOWS, JSON.parse(text));
  await expect(replay).rejects.toBeInstanceOf(DeterminismViolationError);
});
