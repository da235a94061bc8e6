import { describe, expect, test } from 'vitest';
import { explainStep } from '../../src/commands/explain/explain-step.js';
import { explainPause } from '../../src/commands/explain/explain-waiting.js';
import type { PendingWork } from '../../src/client/observe/pending-work.js';
import type { Situation } from '../../src/commands/explain/situation.js';
import type { StepSnapshot } from '../../src/model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../src/model/temporal/workflow-snapshot.js';
import { backfillMemo } from '../support/backfill-memo.js';

const NOW_MS = Date.parse('2026-11-21T12:00:00Z');

const step = (members: Partial<StepSnapshot>): StepSnapshot => ({
  id: 'a',
  task: 't',
  stage: 'waiting',
  status: null,
  counts: null,
  runId: null,
  provenance: null,
  startedAt: null,
  endedAt: null,
  note: null,
  result: null,
  needs: [],
  ...members,
});

const workflow = (members: Partial<WorkflowSnapshot> = {}): WorkflowSnapshot => ({
  workflowId: 'ax-pipeline/p/1',
  executionId: 'e',
  type: 'runPipeline',
  status: 'RUNNING',
  startedAt: '2026-11-21T11:00:00.000Z',
  closedAt: null,
  steps: [step({})],
  taskQueue: 'ax-tasks',
  overdueMs: 0,
  ...members,
});

const work = (members: Partial<PendingWork>): PendingWork => ({
  activity: 'awaitRuns',
  stepId: null,
  attempt: 1,
  isStarted: false,
  scheduledAt: null,
  nextAt: null,
  problem: null,
  failureType: null,
  retryAfterMs: null,
  progress: null,
  heldUp: null,
  ...members,
});

const explained = (members: Partial<Situation>): string[] => {
  const { sentences, next } = explainStep({
    step: step({}),
    workflow: workflow(),
    needs: [],
    pending: [],
    history: null,
    turn: null,
    items: [],
    flags: ' --namespace n',
    nowMs: NOW_MS,
    ...members,
  });
  return [...sentences, ...next.map((command) => `$ ${command}`)];
};

const RUNNING = step({
  stage: 'running',
  status: 'RUNNING',
  runId: 'R1',
  startedAt: '2026-11-21T11:58:00Z',
  counts: { successes: 5, errors: 1, skipped: 0 },
});

const PROGRESS = {
  stalledAfterMs: 1_800_000,
  runs: [],
  dueMs: 0,
  looks: 4,
  failuresInARow: 0,
  refusedSinceMs: null,
  notFound: {},
  found: [],
  problem: null,
};

const SAME_MARK =
  'Runs of the same task and window cannot be distinguished, so they are triggered one after another.';

describe('it is said', () => {
  test.each<[string, Partial<Situation>, string[]]>([
    [
      'which steps are waited for, and how these stand',
      {
        needs: [
          step({ id: 'x', stage: 'running', startedAt: '2026-11-21T11:58:00Z' }),
          step({ id: 'y', stage: 'succeeded' }),
        ],
      },
      ['It waits for 1 of its 2 dependencies:', '- x is running, started 2m ago'],
    ],
    [
      'that the pipeline is paused, by whom, and how to resume it',
      { workflow: workflow({ pausedAt: '2026-11-21T11:59:00Z', pausedBy: 'ann' }) },
      [
        'The pipeline was paused by ann at 11:59:00Z (1m 00s ago): no new work starts.',
        '$ ax-tasks pipeline resume ax-pipeline/p/1 --namespace n',
      ],
    ],
    [
      'when the next look is, and the deadline',
      {
        step: RUNNING,
        pending: [work({ attempt: 5, nextAt: '2026-11-21T12:00:30Z', progress: PROGRESS })],
        history: {
          timerAt: null,
          lastFailure: null,
          deadline: { at: '2026-11-21T13:30:00Z', then: 'detach' },
        },
      },
      [
        'Run R1 is running for 2m 00s: 5 ok, 1 error, 0 skipped.',
        'The next poll is at 12:00:30Z (in 30s); 4 so far.',
        'Its deadline is 13:30:00Z (in 1h 30m): then the run is left active.',
      ],
    ],
    [
      'by what its polls are timed',
      {
        step: RUNNING,
        pending: [
          work({ attempt: 5, nextAt: '2026-11-21T12:00:30Z', progress: { ...PROGRESS, learnedFrom: 40 } }),
        ],
      },
      [
        'Run R1 is running for 2m 00s: 5 ok, 1 error, 0 skipped.',
        'The next poll is at 12:00:30Z (in 30s); 4 so far.',
        'Polls are timed by the durations of 40 past runs.',
      ],
    ],
    [
      'that its run is stalled',
      {
        step: RUNNING,
        pending: [
          work({
            attempt: 5,
            nextAt: '2026-11-21T12:00:30Z',
            progress: {
              ...PROGRESS,
              runs: [
                {
                  runId: 'R1',
                  status: 'RUNNING',
                  counts: { successes: 5, errors: 1, skipped: 0 },
                  sinceMs: 0,
                  seenMs: 2_400_000,
                  longestMs: 2_400_000,
                },
              ],
            },
          }),
        ],
      },
      [
        'Run R1 is running for 2m 00s: 5 ok, 1 error, 0 skipped.',
        'The next poll is at 12:00:30Z (in 30s); 4 so far.',
        'It is stalled: its counts have not moved for 40m 00s; a run counts as stalled after 30m 00s (stalledAfter, onStalled).',
      ],
    ],
    [
      'that looks fail, and why',
      {
        step: RUNNING,
        pending: [
          work({
            nextAt: '2026-11-21T12:00:30Z',
            progress: { ...PROGRESS, failuresInARow: 3, problem: '503 from the service' },
          }),
        ],
      },
      [
        'Run R1 is running for 2m 00s: 5 ok, 1 error, 0 skipped.',
        'The next poll is at 12:00:30Z (in 30s); 4 so far.',
        'The last 3 looks failed: 503 from the service',
      ],
    ],
    [
      'behind which workflow its turn comes',
      {
        step: step({ stage: 'triggering' }),
        pending: [
          work({ activity: 'awaitTurn', nextAt: '2026-11-21T12:00:05Z', failureType: 'StillRunning' }),
        ],
        turn: { workflowId: 'ax-run/t/2', status: 'RUNNING' },
      },
      [
        'It waits for its turn behind ax-run/t/2, which is running. It checks again at 12:00:05Z (in 5s).',
        SAME_MARK,
      ],
    ],
    [
      'that a timer runs, and what came before it',
      {
        step: step({ stage: 'triggering' }),
        history: { timerAt: '2026-11-21T12:01:00Z', lastFailure: '429: too many', deadline: null },
      },
      ['No run yet: it waits until 12:01:00Z (in 1m 00s) before it continues.', 'Why: 429: too many'],
    ],
    [
      'that its gate is judged, and what hinders that',
      {
        step: step({ stage: 'judging', since: '2026-11-21T11:59:50Z' }),
        pending: [
          work({ activity: 'judgeGate', attempt: 3, problem: '503', nextAt: '2026-11-21T12:00:04Z' }),
        ],
      },
      [
        'Its gate is being evaluated, since 11:59:50Z (10s ago).',
        'judgeGate failed 2 times: 503. The next attempt is at 12:00:04Z (in 4s).',
      ],
    ],
    [
      'that its gate waits because the service asked for it',
      {
        step: step({ stage: 'judging', since: '2026-11-21T11:59:50Z' }),
        pending: [
          work({
            activity: 'judgeGate',
            heldUp: { until: '2026-11-21T12:00:50Z', problem: '429. Slow down.' },
          }),
        ],
      },
      [
        'Its gate is being evaluated, since 11:59:50Z (10s ago).',
        'It waits until 12:00:50Z (in 50s), as the service requested: 429. Slow down.',
      ],
    ],
    [
      'until when it backs off',
      {
        step: step({
          stage: 'backing-off',
          until: '2026-11-21T12:10:00Z',
          attempt: 2,
          reason: 'the run failed',
        }),
      },
      [
        'It will be retried at 12:10:00Z (in 10m 00s): attempt 2.',
        'The previous attempt: the run failed.',
        '$ ax-tasks pipeline skip ax-pipeline/p/1 a --namespace n',
      ],
    ],
    [
      'why it failed, and how to retry it in a pipeline that runs',
      {
        step: step({ stage: 'failed', endedAt: '2026-11-21T11:59:00Z', note: 'the gate fails', runId: 'R1' }),
      },
      [
        'It failed at 11:59:00Z (1m 00s ago): the gate fails.',
        'Its run was R1.',
        '$ ax-tasks pipeline retry ax-pipeline/p/1 a --namespace n',
      ],
    ],
    [
      'how to run it again in a pipeline that ended',
      { step: step({ stage: 'cancelled' }), workflow: workflow({ status: 'COMPLETED' }) },
      ['It was cancelled.', '$ ax-tasks pipeline rerun ax-pipeline/p/1 --from a --namespace n'],
    ],
  ])('%s', (_, situation, expected) => {
    expect(explained(situation)).toEqual(expected);
  });
});

test('a backfill that stands at a cap is to be cancelled, since resuming it is refused', () => {
  const paused = { at: '2026-11-21T11:00:00Z', by: 'the backfill', reason: 'the cap of 6 runs is reached' };
  const nextOf = (isFinal: { isFinal?: true }): string | undefined =>
    explainPause({
      workflow: workflow({
        pausedAt: paused.at,
        backfill: { plan: null, progress: backfillMemo({ paused: { ...paused, ...isFinal } }) },
      }),
      flags: '',
      nowMs: NOW_MS,
    }).next[0];
  expect(nextOf({})).toMatch(/^ax-tasks backfill resume /);
  expect(nextOf({ isFinal: true })).toMatch(/^ax-tasks backfill cancel /);
});
