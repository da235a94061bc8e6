import type { Client } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import { queryWorkflow } from '../../src/client/query.js';
import { fingerprint } from '../../src/client/fingerprint.js';
import { arizeUrl, uiUrl } from '../../src/commands/session/ui-url.js';
import { overdueMs, gapOf, problemOf } from '../../src/client/worker-gap.js';

test('a fingerprint is the same for the same value, however its members are ordered', () => {
  expect(fingerprint({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(fingerprint({ b: { c: [1, 2] }, a: 1 }));
  expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: 2 }));
  expect(fingerprint({ a: 1 })).toMatch(/^[0-9a-f]{16}$/);
});

describe('the address of the web interface', () => {
  const place = {
    address: 'temporal.example:7233',
    namespace: 'default',
    base: undefined,
    workflowId: 'ax-run/x/1',
  };

  test.each([
    [{ address: 'localhost:7233' }, 'http://localhost:8233/namespaces/default/workflows/ax-run%2Fx%2F1'],
    [{ address: '127.0.0.1:7233' }, 'http://localhost:8233/namespaces/default/workflows/ax-run%2Fx%2F1'],
    [
      { address: 'us.tmprl.cloud:7233', namespace: 'a.b' },
      'https://cloud.temporal.io/namespaces/a.b/workflows/ax-run%2Fx%2F1',
    ],
    [{ base: 'http://ui.example/' }, 'http://ui.example/namespaces/default/workflows/ax-run%2Fx%2F1'],
    [{}, null],
    [{ address: 'localhost:9999' }, null],
  ])('for %j is %s', (members, url) => {
    expect(uiUrl({ ...place, ...members })).toBe(url);
  });
});

describe('the address in the Arize UI', () => {
  const base = 'https://app.arize.com/organizations/QQ==';

  test.each([
    [base, { id: 'UA==', spaceId: 'U1/2' }, `${base}/spaces/U1%2F2/projects/UA==`],
    [null, { id: 'UA==', spaceId: 'U1' }, null],
    [base, { id: 'UA==', spaceId: null }, null],
    [base, null, null],
  ])('with %j of %j is %j', (organization, item, url) => {
    expect(arizeUrl(organization, 'projects', item)).toBe(url);
  });
});

test('a query that a busy workflow does not answer is asked again, one that is refused is not', async () => {
  const failed = (code: number) => new Error('Failed to query Workflow', { cause: { code } });
  const clientOf = (...answers: unknown[]): Client => {
    const query = () => {
      const answer = answers.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    const withDeadline = (_deadline: number, call: () => unknown) => call();
    return { workflow: { getHandle: () => ({ query }) }, withDeadline } as unknown as Client;
  };
  // RESOURCE_EXHAUSTED is what Temporal answers while other queries of the workflow wait.
  expect(await queryWorkflow(clientOf(failed(8), failed(14), 'state'), 'w', 'q')).toBe('state');
  await expect(queryWorkflow(clientOf(failed(3), 'state'), 'w', 'q')).rejects.toThrow('Failed to query');
});

describe('a queue', () => {
  test.each([
    [{ workflowPollers: 1, activityPollers: 1, lastPollAt: 'now' }, null],
    [{ workflowPollers: 0, activityPollers: 0, lastPollAt: null }, 'no worker polls it'],
    [{ workflowPollers: 0, activityPollers: 0, lastPollAt: 'T' }, 'the last poll was at T'],
    [{ workflowPollers: 1, activityPollers: 0, lastPollAt: 'T' }, 'no worker polls for activities'],
    [{ workflowPollers: 0, activityPollers: 2, lastPollAt: 'T' }, 'no worker polls for workflows'],
  ])('%j has the gap %j', (queue, gap) => {
    expect(gapOf({ ...queue, activityRates: [] })).toBe(gap);
  });
});

describe('why due work waits', () => {
  const LAST = '2026-11-29T12:00:00.000Z';

  test.each([
    [0, 0, null, 'not-polled', 'No worker polls the task queue "q".'],
    [0, 0, LAST, 'not-polled', `No worker polls the task queue "q": the last poll was at ${LAST}.`],
    [1, 0, LAST, 'half-polled', 'No worker polls the task queue "q" for activities.'],
    [0, 1, LAST, 'half-polled', 'No worker polls the task queue "q" for workflows.'],
    [
      1,
      1,
      LAST,
      'silent',
      `A worker polls the task queue "q" but takes nothing: the last poll was at ${LAST}, so it may be overloaded or gone.`,
    ],
  ])('%i and %i pollers, last at %s: %s', (workflowPollers, activityPollers, lastPollAt, kind, text) => {
    const queue = { workflowPollers, activityPollers, lastPollAt, activityRates: [] };
    expect(problemOf('q', queue)).toEqual({ kind, text });
  });
});

describe('work that is due', () => {
  const nowMs = 1_000_000_000;
  const at = (secondsAgo: number) => ({ seconds: nowMs / 1000 - secondsAgo, nanos: 0 }) as never;

  test.each([
    [{}, 0],
    [{ pendingWorkflowTask: { state: 1, scheduledTime: at(5) } }, 5000],
    [{ pendingWorkflowTask: { state: 2, scheduledTime: at(5) } }, 0],
    [{ pendingActivities: [{ state: 1, scheduledTime: at(4) }] }, 4000],
    [{ pendingActivities: [{ state: 2, scheduledTime: at(4) }] }, 0],
    [{ pendingActivities: [{ state: 1, scheduledTime: at(60), nextAttemptScheduleTime: at(-10) }] }, 0],
    [{ pendingActivities: [{ state: 1, scheduledTime: at(60), nextAttemptScheduleTime: at(3) }] }, 3000],
  ])('%j has waited %i ms', (raw, ms) => {
    expect(overdueMs(raw as Parameters<typeof overdueMs>[0], nowMs)).toBe(ms);
  });
});
