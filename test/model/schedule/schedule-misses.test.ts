import { describe, expect, test } from 'vitest';
import { isProblem, scheduleTimes } from '../../../src/model/schedule/schedule-misses.js';
import type { Firing, ScheduleEvidence } from '../../../src/model/schedule/schedule-misses.js';
import { formatPauseNote, resumedAfter } from '../../../src/model/schedule/pause-note.js';

const HOUR = 3_600_000;
const at = (hour: number): number => Date.UTC(2026, 10, 1) + hour * HOUR;

const firing = (nominalMs: number, over: Partial<Firing> = {}): Firing => ({
  workflowId: `ax-schedule/a-${nominalMs}`,
  nominalMs,
  startedMs: nominalMs,
  closedMs: nominalMs + 60_000,
  state: 'good',
  untakenQueue: null,
  ...over,
});

const evidence = (over: Partial<ScheduleEvidence>): ScheduleEvidence => ({
  timesMs: [at(1), at(2), at(3)],
  firings: [firing(at(1)), firing(at(2)), firing(at(3))],
  jitterMs: 0,
  overlap: 'skip',
  catchupMs: HOUR,
  isPaused: false,
  note: '',
  buffered: 0,
  nowMs: at(3.5),
  ...over,
});

const told = (over: Partial<ScheduleEvidence>): string[] =>
  scheduleTimes(evidence(over)).map(({ state, reason }) => (reason === null ? state : `${state}: ${reason}`));

const problems = (over: Partial<ScheduleEvidence>): boolean[] => scheduleTimes(evidence(over)).map(isProblem);

describe('the times of a schedule', () => {
  test('that all fired well are no problem', () => {
    expect(told({})).toEqual(['good', 'good', 'good']);
    expect(problems({})).toEqual([false, false, false]);
  });

  test('are told by how their firing ended; the last of several counts', () => {
    const again = firing(at(1), { startedMs: at(3.2) });
    const failed = firing(at(1), { state: 'failed' });
    const firings = [
      again,
      failed,
      firing(at(2), { state: 'cancelled' }),
      firing(at(3), { state: 'failed' }),
    ];
    expect(told({ firings })).toEqual(['good', 'cancelled', 'failed']);
    expect(problems({ firings })).toEqual([false, true, true]);
  });

  test('without a firing while another one was open were skipped by overlap', () => {
    const open = firing(at(1), { closedMs: at(2.5) });
    const times = scheduleTimes(evidence({ firings: [open, firing(at(3))] }));
    expect(times[1]).toMatchObject({ state: 'missed', reason: 'overlap', heldBy: open.workflowId });
    expect(told({ firings: [open, firing(at(3))], overlap: 'allow', catchupMs: 2 * HOUR })[1]).toBe(
      'missed: unexplained',
    );
  });

  test('that a later one took the place of, while an open firing was cancelled, were left out by overlap', () => {
    const firings = [firing(at(1), { closedMs: at(2.5), state: 'cancelled' }), firing(at(3))];
    expect(told({ firings, overlap: 'cancel-other', catchupMs: 60_000 })).toEqual([
      'cancelled',
      'missed: overlap',
      'good',
    ]);
  });

  test('after one that was made up for when Temporal came back were skipped by overlap, if that was soon enough', () => {
    const late = firing(at(1), { startedMs: at(2.5), closedMs: at(2.7) });
    const firings = [late, firing(at(3))];
    expect(told({ firings, catchupMs: HOUR })).toEqual(['good', 'missed: overlap', 'good']);
    expect(told({ firings, catchupMs: HOUR / 4 })).toEqual(['good', 'missed: catch-up', 'good']);
  });

  test('that wait in the buffer for the open firing are not missed', () => {
    const firings = [firing(at(1), { closedMs: null, state: 'running' })];
    expect(told({ firings, overlap: 'buffer-one', buffered: 1 })).toEqual([
      'running',
      'buffered',
      'missed: overlap',
    ]);
  });

  test('that wait for a firing that nobody works on are a problem, since they wait for ever', () => {
    const stuck = firing(at(1), { closedMs: null, state: 'running', untakenQueue: 'old' });
    const waiting = { firings: [stuck], timesMs: [at(2)], overlap: 'buffer-one', buffered: 1 } as const;
    expect(scheduleTimes(evidence(waiting))).toMatchObject([{ state: 'untaken', firing: stuck }]);
    expect(problems(waiting)).toEqual([true]);
  });

  test('in a pause by hand are missed and no problem, also after it', () => {
    const paused = { state: 'paused', atMs: at(1.5), by: 'ann', reason: null, before: [] } as const;
    const firings = [firing(at(1))];
    const during = { firings, isPaused: true, note: formatPauseNote(paused) };
    expect(told(during)).toEqual(['good', 'missed: paused', 'missed: paused']);
    expect(problems(during)).toEqual([false, false, false]);
    const resumed = resumedAfter(paused, { atMs: at(2.5), by: 'bob', reason: null });
    const after = { firings: [firing(at(1)), firing(at(3))], note: formatPauseNote(resumed) };
    expect(told(after)).toEqual(['good', 'missed: paused', 'good']);
  });

  test('in the second before a pause by hand may have been stopped by it', () => {
    const pause = (atMs: number) => ({
      firings: [firing(at(1))],
      isPaused: true,
      note: formatPauseNote({ state: 'paused', atMs, by: 'ann', reason: null, before: [] }),
    });
    expect(told(pause(at(2) + 1000))).toEqual(['good', 'missed: paused', 'missed: paused']);
    expect(told(pause(at(2) + 2000))).toEqual(['good', 'missed: catch-up', 'missed: paused']);
  });

  test('since a failure paused the schedule are a problem', () => {
    const note = 'paused due to workflow failure: ax-schedule/a-x: boom';
    const firings = [firing(at(1), { state: 'failed' })];
    expect(told({ firings, isPaused: true, note })).toEqual([
      'failed',
      'missed: paused-by-failure',
      'missed: paused-by-failure',
    ]);
    expect(problems({ firings, isPaused: true, note })).toEqual([true, true, true]);
  });

  test('in a pause of which nothing is noted are missed since the last firing', () => {
    expect(told({ firings: [firing(at(1))], isPaused: true, note: 'because' })).toEqual([
      'good',
      'missed: paused',
      'missed: paused',
    ]);
  });

  test('are overdue for as long as they may be made up for, and then out of the catch-up window', () => {
    expect(told({ firings: [firing(at(1))] })).toEqual(['good', 'missed: catch-up', 'missed: overdue']);
  });

  test('are not looked at for a minute', () => {
    expect(told({ firings: [firing(at(1)), firing(at(2))], nowMs: at(3) + 30_000 })).toEqual([
      'good',
      'good',
    ]);
  });

  test('are told where no worker took their firing', () => {
    const firings = [firing(at(1)), firing(at(2)), firing(at(3), { state: 'running', untakenQueue: 'q' })];
    expect(told({ firings })[2]).toBe('untaken');
    expect(problems({ firings })[2]).toBe(true);
  });

  test('with jitter belong to the firing of the nominal time before them', () => {
    const timesMs = [at(1.4), at(2.1), at(3.3)];
    const firings = [firing(at(1), { startedMs: at(1.4) }), firing(at(3), { startedMs: at(3.3) })];
    const over = { timesMs, firings, jitterMs: HOUR / 2, catchupMs: HOUR };
    expect(told(over)).toEqual(['good', 'missed: catch-up', 'good']);
  });

  test('do not count what was started by hand at another time', () => {
    const byHand = firing(at(2.5), { startedMs: at(2.5) });
    expect(told({ firings: [firing(at(1)), byHand, firing(at(3))] })[1]).toBe('missed: catch-up');
  });
});
