import { expect, test } from 'vitest';
import { windowReader } from '../../src/activities/gate/window-reader.js';
import type { SpanWindow } from '../../src/model/gate/baseline-windows.js';
import type { GateCheck } from '../../src/model/gate/gate.js';
import type { SpanQuestion } from '../../src/model/quality/span-question.js';
import { openTally } from '../../src/model/quality/span-tally.js';
import { windowQuality } from '../../src/model/quality/window-quality.js';

const check = (evaluation: string): GateCheck => ({ measure: 'meanScore', of: ['a'], evaluation });
const agreement: GateCheck = { measure: 'kappa', of: ['a'], between: ['one', 'annotation.Correctness'] };
const window = (at: number): SpanWindow => ({
  ...{ projectId: 'p', taskId: 't', runIds: ['r'], filter: null, startMs: at * 1000, endMs: (at + 1) * 1000 },
});

/** What is asked of the spans when these checks of one gate read these windows. */
async function asked(checks: GateCheck[], windows: SpanWindow[]): Promise<SpanQuestion[]> {
  const questions: SpanQuestion[] = [];
  const read = windowReader({ checks }, (question) => {
    questions.push(question);
    return Promise.resolve(windowQuality(question, openTally(question), { how: 'whole', requests: 1 }));
  });
  for (const each of checks) await read(each, windows);
  return questions;
}

test('all checks of a gate are answered by one reading of a window', async () => {
  expect(await asked([check('one'), check('two'), check('one'), agreement], [window(0)])).toEqual([
    {
      ...{ projectId: 'p', taskId: 't', runIds: ['r'], filter: null, startMs: 0, endMs: 1000 },
      ...{ evaluations: ['one', 'two'], pairs: [['one', 'annotation.Correctness']] },
      ...{ annotations: [], groupBy: null, maxRequests: 200 },
    },
  ]);
});

test('more than ten evaluations take several readings, each with ten at most', async () => {
  const checks = Array.from({ length: 14 }, (_, at) => check(`evaluation-${at}`));
  const questions = await asked(checks, [window(0)]);
  expect(questions.map(({ evaluations }) => evaluations.length)).toEqual([10, 4]);
});

test('many windows share the budget of requests', async () => {
  const windows = Array.from({ length: 20 }, (_, at) => window(at));
  const questions = await asked([check('one')], windows);
  expect(questions.map(({ maxRequests }) => maxRequests)).toEqual(new Array(20).fill(50));
});
