import { describe, expect, test } from 'vitest';
import { run, window } from '../../test/backfills/journal-runs.js';
import { judgeLoad, type Flow } from './judge-load.js';

/** A flow of these windows of task T, which tells of these runs. */
const flow = (windows: readonly number[], runIds: readonly string[], more: Partial<Flow> = {}): Flow => ({
  workflowId: `flow of ${windows.join(' and ')}`,
  taskId: 'T',
  windows: windows.map(window),
  said: 'good',
  runIds,
  ...more,
});

const GOOD = { doubled: 0, lost: 0, strange: 0, early: 0, wrong: 0, notes: [] };
const runs = [run(0, 0, 3), run(1, 1, 4), run(2, 4, 7)];
const flows = [flow([0], ['R0@0']), flow([1, 2], ['R1@1', 'R2@4'])];

test('a lone run and a pipeline whose windows were each run once, in order, are good', () => {
  expect(judgeLoad(runs, flows)).toEqual({ ...GOOD, runs: 3 });
});

describe('it counts', () => {
  test('a window that was never run, and the flow that tells of a run of it', () => {
    const judged = judgeLoad(runs.slice(1), flows);
    expect(judged).toMatchObject({ ...GOOD, lost: 1, wrong: 1, notes: expect.anything() as unknown });
    expect(judged.notes[0]).toBe('no run of T, 2026-11-01T00:00:00.000Z–2026-11-01T01:00:00.000Z');
  });

  test('a window that was run twice', () => {
    const judged = judgeLoad([...runs, run(0, 9, 12)], flows);
    expect(judged).toMatchObject({ ...GOOD, doubled: 1, notes: expect.anything() as unknown });
    expect(judged.notes).toEqual([
      '2 runs of T, 2026-11-01T00:00:00.000Z–2026-11-01T01:00:00.000Z: R0@0, R0@9',
    ]);
  });

  test('runs that nobody asked for, with another window or with none', () => {
    const strays = [run(5, 0, 3), run(6, 0, 3, { dataStartTime: null, dataEndTime: null })];
    expect(judgeLoad([...runs, ...strays], flows)).toMatchObject({ strange: 2, lost: 0, doubled: 0 });
  });

  test('a step that began before the one before it had ended', () => {
    const hasty = [run(0, 0, 3), run(1, 1, 5), run(2, 4, 7)];
    expect(judgeLoad(hasty, flows)).toMatchObject({
      early: 1,
      notes: ['R2@4 began before the step before it had ended'],
    });
  });

  test.each([
    ['that ended otherwise', flow([0], [], { said: 'cancelled' }), 'flow of 0 ended as cancelled'],
    ['that tells of another run', flow([0], ['R9']), 'flow of 0 tells of R9, and the service of R0@0'],
  ])('a flow %s', (_how, wrong, note) => {
    expect(judgeLoad(runs.slice(0, 1), [wrong])).toMatchObject({ wrong: 1, notes: [note] });
  });

  test('a good flow whose run failed at the service', () => {
    expect(judgeLoad([run(0, 0, 3, { status: 'FAILED' })], flows.slice(0, 1))).toMatchObject({
      wrong: 1,
      notes: ['flow of 0 is good, its run is not'],
    });
  });
});
