import { expect, test } from 'vitest';
import { NO_PROGRESS } from '../../../../src/model/run/await-runs.js';
import type { AwaitRunsRequest } from '../../../../src/model/run/await-runs.js';
import { firstLookLeft } from '../../../../src/model/run/watch/first-look.js';
import { DEFAULT_POLL_POLICY, pollPolicyOf } from '../../../../src/model/run/polling.js';

const older: AwaitRunsRequest = { taskId: 't', runIds: ['a'], poll: DEFAULT_POLL_POLICY, sliceMs: 1000 };
const request: AwaitRunsRequest = { ...older, isJustCreated: true };
const isCrowd = (): boolean => true;

test('the first look at a run that was just created is left to the watcher where many wait', () => {
  const left = firstLookLeft(request, NO_PROGRESS, isCrowd, 7);
  expect(left).toMatchObject({ looks: 1, found: [], runs: [{ runId: 'a', status: 'PENDING', seenMs: 7 }] });
});

test.each<[string, AwaitRunsRequest, number, boolean]>([
  ['few wait', request, 0, false],
  ['it is not the first', request, 1, true],
  ['the run may be older', older, 0, true],
  ['the interval is long', { ...request, poll: pollPolicyOf(60_000) }, 0, true],
  ['the task is not known', { ...request, taskId: null }, 0, true],
])('a look is made where %s', (_why, asked, looks, crowd) => {
  expect(firstLookLeft(asked, { ...NO_PROGRESS, looks }, () => crowd, 7)).toBeNull();
});
