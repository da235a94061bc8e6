import { describe, expect, test } from 'vitest';
import { baselineWindows } from '../../../src/model/gate/baseline-windows.js';
import type { SpanWindow } from '../../../src/model/gate/baseline-windows.js';
import type { WindowBaseline } from '../../../src/model/gate/gate.js';

const ms = (time: string): number => Date.parse(time);
const window = (start: string, end: string, more: Partial<SpanWindow> = {}): SpanWindow => ({
  ...{ projectId: 'project', taskId: 'task', runIds: ['run'], filter: "kind = 'LLM'" },
  ...{ startMs: ms(start), endMs: ms(end), ...more },
});
const day = window('2026-11-10T00:00:00Z', '2026-11-11T00:00:00Z');

const timesOf = (measured: SpanWindow[], baseline: WindowBaseline): string[][] =>
  baselineWindows(measured, baseline).map((group) =>
    group.map(({ startMs, endMs }) =>
      [startMs, endMs].map((each) => new Date(each).toISOString().slice(0, 13)).join(' '),
    ),
  );

describe('the windows of a baseline', () => {
  test.each<[string, WindowBaseline, string[][]]>([
    ['the window before', { kind: 'previousWindow' }, [['2026-11-09T00 2026-11-10T00']]],
    ['the same a week before', { kind: 'sameWindowLastWeek' }, [['2026-11-03T00 2026-11-04T00']]],
    [
      'trailing ones, the newest first',
      { kind: 'trailing', windows: 3 },
      [['2026-11-09T00 2026-11-10T00'], ['2026-11-08T00 2026-11-09T00'], ['2026-11-07T00 2026-11-08T00']],
    ],
    [
      'a fixed range',
      { kind: 'range', start: '2026-10-01T00:00:00Z', end: '2026-10-08T00:00:00+02:00' },
      [['2026-10-01T00 2026-10-07T22']],
    ],
  ])('are %s', (_, baseline, expected) => expect(timesOf([day], baseline)).toEqual(expected));

  test('are those of the same task and filter, whatever run wrote there', () => {
    expect(baselineWindows([day], { kind: 'previousWindow' })[0]?.[0]).toMatchObject({
      ...{ projectId: 'project', taskId: 'task', filter: "kind = 'LLM'", runIds: [] },
    });
  });

  test('of several windows of one task are as long as they are together', () => {
    const hours = [
      window('2026-11-10T00:00:00Z', '2026-11-10T06:00:00Z'),
      window('2026-11-10T06:00:00Z', '2026-11-10T12:00:00Z'),
    ];
    expect(timesOf(hours, { kind: 'previousWindow' })).toEqual([['2026-11-09T12 2026-11-10T00']]);
  });

  test('of several tasks are one for each', () => {
    const other = window('2026-11-10T00:00:00Z', '2026-11-10T01:00:00Z', { taskId: 'other' });
    expect(timesOf([day, other], { kind: 'trailing', windows: 2 })).toEqual([
      ['2026-11-09T00 2026-11-10T00', '2026-11-09T23 2026-11-10T00'],
      ['2026-11-08T00 2026-11-09T00', '2026-11-09T22 2026-11-09T23'],
    ]);
  });
});
