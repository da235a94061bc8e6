import { expect, test } from 'vitest';
import { idsIn } from '../../../src/model/api/ids-in.js';

const TASK = btoa('OnlineTask:45:qRwX');
const RUN = btoa('TaskRun:99:abcd');

test('IDs are found at any depth, each once, and no other text is taken for one', () => {
  const body = {
    event: 'ONLINE_TASK_RUN_FAILED',
    source_id: TASK,
    data: [{ run: { id: RUN } }, TASK, 'YWJj', 7, null],
  };
  expect(idsIn(body)).toEqual([TASK, RUN]);
});

test('of a body that names thousands only fifty are taken, and a body that never ends in depth is left', () => {
  const many = Array.from({ length: 5000 }, (_, at) => btoa(`TaskRun:${at}:abcd`));
  expect(idsIn(many)).toHaveLength(50);
  let deep: unknown = TASK;
  for (let depth = 0; depth < 1000; depth++) deep = [deep];
  expect(idsIn(deep)).toEqual([]);
});
