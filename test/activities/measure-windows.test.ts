import { describe, expect, test } from 'vitest';
import { measureWindows } from '../../src/activities/gate/measure-windows.js';
import type { WindowRead } from '../../src/activities/gate/window-reader.js';
import type { GateCheck } from '../../src/model/gate/gate.js';
import type { SpanQuestion } from '../../src/model/quality/span-question.js';
import {
  addSpan,
  mergeTallies,
  openTally,
  rulesFor,
  tallyOfPart,
} from '../../src/model/quality/span-tally.js';
import { windowQuality } from '../../src/model/quality/window-quality.js';
import type { Reading } from '../../src/model/quality/window-quality.js';

const START_MS = Date.parse('2026-11-10T00:00:00Z');
const none = { experimentIds: [], runIds: [] };

const question = (at: number, taskId: string): SpanQuestion => ({
  ...{
    projectId: 'p',
    taskId,
    runIds: [],
    filter: null,
    startMs: START_MS + at,
    endMs: START_MS + at + 1000,
  },
  ...{ evaluations: ['relevance'], pairs: [], annotations: [], groupBy: null, maxRequests: 200 },
});

interface Value {
  score?: number;
  label?: string;
}

/** A window whose spans bear these values, read in parts. */
function read(parts: Value[][], reading: Reading, at = 0, taskId = 'task'): WindowRead {
  const asked = question(at, taskId);
  const rules = rulesFor(asked);
  const tallies = parts.map((values, part) => {
    const tally = openTally(asked);
    for (const [place, { score = null, label = null }] of values.entries())
      addSpan(
        tally,
        {
          ...{ traceId: `t${part}`, spanId: `s${part}-${place}`, startedAt: '2026-11-10T00:00:00.000Z' },
          ...{
            kind: null,
            parentId: null,
            statusCode: null,
            latencyMs: null,
            attributes: {},
            annotations: [],
          },
          evaluations: [
            { name: 'relevance', score, label, misfits: {}, explanation: null, metadata: { task: taskId } },
          ],
        },
        rules,
      );
    return tallyOfPart(tally);
  });
  const tally = tallies.reduce(mergeTallies, openTally(asked));
  return { window: asked as WindowRead['window'], quality: windowQuality(asked, tally, reading) };
}

const whole: Reading = { how: 'whole', requests: 1 };
const check = (more: Partial<GateCheck> = {}): GateCheck => ({
  ...{ measure: 'meanScore', of: ['a'], evaluation: 'relevance' },
  ...more,
});
const scores = (...values: number[]): Value[] => values.map((score) => ({ score }));

describe('windows', () => {
  test('are pooled: their scores count one by one, not the mean of each', () => {
    const { evidence } = measureWindows(
      check(),
      [read([scores(1, 1, 1)], whole), read([scores(0)], whole, 5000)],
      none,
    );
    expect(evidence).toMatchObject({ value: 0.75, samples: 4, scores: { min: 0, max: 1, median: null } });
    expect(evidence.source.windows?.map(({ value, samples }) => [value, samples])).toEqual([
      [1, 3],
      [0, 1],
    ]);
  });

  test('apart from each other have no median', () => {
    const { evidence } = measureWindows(
      check({ measure: 'medianScore' }),
      [read([scores(1)], whole), read([scores(0)], whole, 5000)],
      none,
    );
    expect(evidence.missing).toBe('the median of 2 windows apart from each other is not known');
  });

  test('may be empty beside others of the same task, not if a task has nothing at all', () => {
    const some = read([scores(1)], whole);
    expect(measureWindows(check(), [some, read([[]], whole, 5000)], none).evidence.value).toBe(1);
    expect(measureWindows(check(), [some, read([[]], whole, 5000, 'other')], none).evidence.missing).toBe(
      'there are no spans in 2026-11-10T00:00:05.000Z to 2026-11-10T00:00:06.000Z',
    );
  });

  test('with more than 1,000 different scores say how far off their median may be', () => {
    const values = Array.from({ length: 1501 }, (_, at) => Math.sin(at));
    const middle = values.toSorted((a, b) => a - b)[750] ?? 0;
    const found = (more: Partial<GateCheck>) =>
      measureWindows(check(more), [read([scores(...values)], whole)], none).evidence;
    const { value, source } = found({ measure: 'medianScore' });
    const { roundedBy = 0 } = source.windows?.[0] ?? {};
    expect(Math.abs((value ?? 0) - middle)).toBeLessThanOrEqual(roundedBy);
    expect(roundedBy).toBeLessThan(0.01);
    expect(found({ measure: 'meanScore' }).source.windows?.[0]).not.toHaveProperty('roundedBy');
  });

  test('read as a sample say which share was read, and the error of what it tells', () => {
    const some = [scores(1, 0.8), scores(0.6), scores(0.9, 0.7, 1), scores(0.5), scores(0.8, 1)];
    const parts = [...some, ...some];
    const reading: Reading = {
      ...{ how: 'sample', requests: 60, share: 0.2, parts: { read: 10, of: 50 }, unfinished: 0 },
    };
    const { value, interval, source } = measureWindows(check(), [read(parts, reading)], none).evidence;
    const [window] = source.windows ?? [];
    expect(window).toMatchObject({ requests: 60, samples: 18, sampled: { share: 0.2 } });
    const error = window?.sampled?.error ?? 0;
    expect(error).toBeGreaterThan(0.05);
    expect(error).toBeLessThan(0.2);
    expect(interval?.[1]).toBeCloseTo((value ?? 0) + error, 9);
  });
});
