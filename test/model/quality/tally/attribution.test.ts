import { expect, test } from 'vitest';
import { attributor } from '../../../../src/model/quality/tally/attribution.js';
import { OTHER_RUN_ID, RUN_ID, TASK_ID, idOf } from '../spans.js';

const OTHER_TASK_ID = idOf('OnlineTask:46:qRwX');
const whose = attributor({ taskId: TASK_ID, runIds: [RUN_ID] });

test.each([
  ['its ID under any name', { anything: RUN_ID }],
  ['its ID at any depth', { source: [{ task: OTHER_TASK_ID }, { run: { id: RUN_ID } }] }],
  ['its ID written out', { run: 'TaskRun:99:abcd' }],
  ['its ID in metadata that came as a text', JSON.stringify({ run_id: RUN_ID, task_id: TASK_ID })],
])('an evaluation is of the run if its metadata has %s', (_, metadata) => {
  expect(whose(metadata)).toEqual({ by: 'run', runId: RUN_ID });
});

test('it is of the task if it names that and no run', () => {
  expect(whose({ task_id: TASK_ID })).toEqual({ by: 'task', runId: null });
});

test('it is of others if it names another run, of this task too, or another task', () => {
  expect(whose({ task_id: TASK_ID, run_id: OTHER_RUN_ID })).toEqual({ by: 'other', runId: OTHER_RUN_ID });
  expect(whose({ task_id: OTHER_TASK_ID })).toEqual({ by: 'other', runId: null });
});

test.each([null, {}, 'a text', 7, [], { model: 'gpt-4o', at: 'TaskRun' }])(
  'it has its window alone if it names nobody: %j',
  (metadata) => {
    expect(whose(metadata)).toEqual({ by: 'window', runId: null });
  },
);

test('without runs, all runs of the task count', () => {
  const ofTask = attributor({ taskId: TASK_ID, runIds: [] });
  expect(ofTask({ task_id: TASK_ID, run_id: RUN_ID })).toEqual({ by: 'task', runId: RUN_ID });
  expect(ofTask({ task_id: OTHER_TASK_ID, run_id: RUN_ID })).toEqual({ by: 'other', runId: RUN_ID });
});

test('without a task and runs, everything counts by its window', () => {
  const anyone = attributor({ taskId: null, runIds: [] });
  expect(anyone({ task_id: TASK_ID, run_id: RUN_ID })).toEqual({ by: 'window', runId: RUN_ID });
});

test('IDs that are opaque are compared as they are, with the mark of an ID or without', () => {
  const opaque = attributor({ taskId: 'id:task_abc123', runIds: ['run-7'] });
  expect(opaque({ t: 'task_abc123' }).by).toBe('task');
  expect(opaque({ r: 'run-7' })).toEqual({ by: 'run', runId: 'run-7' });
});

test('metadata that is deep, broad or broken costs little', () => {
  let deep: unknown = RUN_ID;
  for (let depth = 0; depth < 1000; depth++) deep = [deep];
  expect(whose(deep).by).toBe('window');
  expect(whose(Array.from({ length: 100_000 }, (_, nth) => `text ${nth}`)).by).toBe('window');
  expect(whose('{"run_id": ').by).toBe('window');
});
