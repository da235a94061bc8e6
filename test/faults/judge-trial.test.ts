import { describe, expect, test } from 'vitest';
import type { JournalRequest, JournalRun } from '../../src/simulator/index.js';
import {
  judgeTrial,
  type IntentRecord,
  type Judgement,
  type Reported,
  type TrialRecord,
} from './judge-trial.js';

const TASK = 'T1';
const counts = { successes: 5, errors: 0, skipped: 0 };
const none = { successes: 0, errors: 0, skipped: 0 };

const run = (runId: string, more: Partial<JournalRun> = {}): JournalRun => ({
  runId,
  taskId: TASK,
  requestSeq: 1,
  parentRunId: null,
  createdAt: '2026-11-01T00:00:00.000Z',
  finishedAt: '2026-11-01T00:00:06.000Z',
  dataStartTime: null,
  dataEndTime: null,
  status: 'COMPLETED',
  counts,
  failureReason: null,
  ...more,
});

const request = (method: string, path: string): JournalRequest => ({
  seq: 1,
  at: '2026-11-01T00:00:00.000Z',
  method,
  path,
  query: {},
  headers: {},
  body: null,
  stage: 'answered',
  status: 200,
  fault: null,
});

const usual = [
  request('GET', `/v2/tasks/${TASK}`),
  request('GET', `/v2/tasks/${TASK}/runs`),
  request('POST', `/v2/tasks/${TASK}/trigger`),
  request('GET', '/v2/task-runs/R1'),
];
const cancelOf = (runId: string): JournalRequest => request('POST', `/v2/task-runs/${runId}/cancel`);

type Result = Extract<Reported, { kind: 'result' }>;
const result = (more: Partial<Result> = {}): Reported => ({
  kind: 'result',
  runId: 'R1',
  outcome: 'succeeded',
  counts,
  candidates: [],
  ...more,
});

function judge(intent: Partial<IntentRecord>, trial: Partial<TrialRecord> = {}): Judgement {
  const whole: IntentRecord = {
    taskId: TASK,
    foreignRunIds: [],
    attached: false,
    requests: usual,
    runs: [run('R1')],
    reported: result(),
    ...intent,
  };
  return judgeTrial({
    intents: [whole],
    taskDeleted: false,
    mayFailAs: [],
    neededRequests: 3,
    disturbedAtMs: null,
    startedAtMs: 1000,
    endedAtMs: 5000,
    ...trial,
  });
}

const verdictOf = ({ duplicates, lost, wrong, orphans, adjudicated }: Judgement) => ({
  duplicates,
  lost,
  wrong,
  orphans,
  adjudicated,
});
const verdict = (more: Partial<ReturnType<typeof verdictOf>> = {}) => ({
  duplicates: 0,
  lost: 0,
  wrong: 0,
  orphans: 0,
  adjudicated: 0,
  ...more,
});

const active = { status: 'RUNNING' };
const cancelledRun = { status: 'CANCELLED', counts: none, failureReason: 'The run was cancelled by a user.' };

describe('a trial is judged by the journal', () => {
  test.each<[string, Partial<IntentRecord>, Partial<ReturnType<typeof verdictOf>>]>([
    ['one run, truly reported, is good', {}, {}],
    ['no run and none reported is good', { runs: [], reported: { kind: 'nothing' } }, {}],
    [
      'a failure without a run is good',
      { runs: [], reported: { kind: 'failed', type: 'AxForbidden', message: '' } },
      {},
    ],
    [
      'a result without a run, of an intent without one, is good',
      { runs: [], reported: result({ runId: null, outcome: 'empty', counts: null }) },
      {},
    ],
    ['a second run left to end is a duplicate', { runs: [run('R1'), run('R2')] }, { duplicates: 1 }],
    [
      'a second run that was cancelled and reported is adjudicated',
      {
        runs: [run('R1'), run('R2', cancelledRun)],
        requests: [...usual, cancelOf('R2')],
        reported: result({ candidates: ['R1', 'R2'] }),
      },
      { adjudicated: 1 },
    ],
    [
      'a second run that was cancelled and not reported is a duplicate',
      { runs: [run('R1'), run('R2', cancelledRun)], requests: [...usual, cancelOf('R2')] },
      { duplicates: 1 },
    ],
    [
      'a second run that somebody else cancelled is a duplicate',
      { runs: [run('R1'), run('R2', cancelledRun)], reported: result({ candidates: ['R1', 'R2'] }) },
      { duplicates: 1 },
    ],
    [
      'a run with a workflow that failed is lost',
      { reported: { kind: 'failed', type: 'AxConflict', message: 'R1' } },
      { lost: 1 },
    ],
    ['a run of which nothing is said is lost', { reported: { kind: 'nothing' } }, { lost: 1 }],
    [
      'a run whose result names none is lost',
      { reported: result({ runId: null, outcome: 'cancelled-by-us' }) },
      { lost: 1 },
    ],
    ['a reported run that was never started is lost', { runs: [] }, { lost: 1 }],
    ['a workflow that never ended is lost', { runs: [], reported: { kind: 'never-ended' } }, { lost: 1 }],
    ['success for a run that failed is wrong', { runs: [run('R1', { status: 'FAILED' })] }, { wrong: 1 }],
    [
      'success for a run with errors is wrong',
      { runs: [run('R1', { counts: { ...counts, errors: 1 } })] },
      { wrong: 1 },
    ],
    ['other counts than the run’s are wrong', { reported: result({ counts: none }) }, { wrong: 1 }],
    ['success for a run that was cancelled is wrong', { runs: [run('R1', cancelledRun)] }, { wrong: 1 }],
    [
      'a cancel of ours for a run that somebody else cancelled is wrong',
      { runs: [run('R1', cancelledRun)], reported: result({ outcome: 'cancelled-by-us', counts: none }) },
      { wrong: 1 },
    ],
    [
      'a cancel of ours that was sent is good',
      {
        runs: [run('R1', cancelledRun)],
        requests: [...usual, cancelOf('R1')],
        reported: result({ outcome: 'cancelled-by-us', counts: none }),
      },
      {},
    ],
    [
      'a stranger’s run taken for ours is wrong',
      { runs: [run('R1'), run('S1')], foreignRunIds: ['S1'], reported: result({ runId: 'S1' }) },
      { wrong: 1 },
    ],
    [
      'a stranger’s run beside ours is no duplicate',
      { runs: [run('R1'), run('S1')], foreignRunIds: ['S1'] },
      {},
    ],
    [
      'an active run that is said to have ended is wrong and an orphan',
      { runs: [run('R1', active)] },
      { wrong: 1, orphans: 1 },
    ],
    [
      'an active run that nobody names is lost and an orphan',
      { runs: [run('R1', active)], reported: { kind: 'nothing' } },
      { lost: 1, orphans: 1 },
    ],
    [
      'an active run reported as detached is good',
      { runs: [run('R1', active)], reported: result({ outcome: 'timed-out-detached', counts: null }) },
      {},
    ],
    [
      'an active run reported as unconfirmed is good',
      { runs: [run('R1', active)], reported: result({ outcome: 'cancel-unconfirmed', counts: null }) },
      {},
    ],
    [
      'a second run that goes on is a duplicate and an orphan',
      { runs: [run('R1'), run('R2', active)] },
      { duplicates: 1, orphans: 1 },
    ],
    ['a bare status that is the run’s is good', { reported: result({ outcome: 'COMPLETED' }) }, {}],
  ])('%s', (_title, intent, expected) => {
    expect(verdictOf(judge(intent))).toEqual(verdict(expected));
  });

  test('an expected failure is good where it names the run, and lost where it does not', () => {
    const failed = (message: string): Reported => ({ kind: 'failed', type: 'AxForbidden', message });
    const mayFailAs = ['AxForbidden'];
    expect(judge({ reported: failed('get task run "R1": refused') }, { mayFailAs }).lost).toBe(0);
    expect(judge({ reported: failed('refused') }, { mayFailAs }).lost).toBe(1);
    expect(judge({ reported: failed('"R1"') }).lost).toBe(1);
  });

  test('a run of a deleted task is gone, and no orphan', () => {
    const gone = { runs: [run('R1', active)], reported: result({ outcome: 'gone', counts: null }) };
    expect(verdictOf(judge(gone, { taskDeleted: true }))).toEqual(verdict());
    expect(verdictOf(judge(gone))).toEqual(verdict({ wrong: 1, orphans: 1 }));
  });

  test('the intents of a trial are judged each for itself and added up', () => {
    const bad: IntentRecord = {
      taskId: TASK,
      foreignRunIds: [],
      attached: false,
      requests: usual,
      runs: [run('R1'), run('R2')],
      reported: result(),
    };
    expect(judge({}, { intents: [bad, bad] })).toMatchObject({ duplicates: 2, posts: 2 });
  });
});

describe('what a trial cost', () => {
  test('looks are free, and so is what every trial needs', () => {
    expect(judge({}).extraRequests).toBe(0);
    const more = [...usual, request('GET', `/v2/tasks/${TASK}/runs`), request('GET', '/v2/task-runs/R1')];
    expect(judge({ requests: more })).toMatchObject({ extraRequests: 1, posts: 1 });
  });

  test('one cancel is free, and its repetition is not', () => {
    expect(judge({ requests: [...usual, cancelOf('R1')] }).extraRequests).toBe(0);
    expect(judge({ requests: [...usual, cancelOf('R1'), cancelOf('R1')] }).extraRequests).toBe(1);
  });

  test('recovery is counted from the fault, and there is none without a fault', () => {
    expect(judge({}, { disturbedAtMs: 2000 })).toMatchObject({ recoveryMs: 3000, durationMs: 4000 });
    expect(judge({}).recoveryMs).toBeNull();
  });
});
