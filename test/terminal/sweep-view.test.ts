import { expect, test } from 'vitest';
import type { SweepResult, SweptRun } from '../../src/model/sweep/sweep-result.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import { sweepLines } from '../../src/terminal/views/sweep-view.js';

const swept = (runId: string, why: string): SweptRun => ({
  runId,
  taskId: 'T1',
  taskName: 'Relevance',
  status: 'RUNNING',
  createdAt: '2026-11-21T12:00:00Z',
  why,
});
const NOW = Date.parse('2026-11-21T12:05:00Z');

test('a sweep shows what became of each orphan, what it left alone, and how much it looked at', () => {
  const result: SweepResult = {
    looked: { tasks: 2, unknownTasks: 1, runs: 9, owned: 3, byOthers: 1 },
    counts: { orphans: 3, left: 1, unknown: 0, inDoubt: 1 },
    orphans: [
      { ...swept('R1', 'its workflow W1 was terminated'), did: 'cancelled' },
      { ...swept('R2', 'no workflow knows it'), did: 'unconfirmed' },
    ],
    left: [swept('R3', 'workflow W3 left it to go on')],
    unknown: [],
    inDoubt: [swept('R4', 'workflow W4 is triggering')],
    unknownTasks: [{ taskId: 'T2', taskName: 'Toxicity' }],
  };
  expect(sweepLines(result, PLAIN_STYLE, NOW)).toEqual([
    '               RUN  TASK       STATUS   CREATED  WHY',
    'cancelled      R1   Relevance  running  5m ago   its workflow W1 was terminated',
    'not confirmed  R2   Relevance  running  5m ago   no workflow knows it',
    'in doubt       R4   Relevance  running  5m ago   workflow W4 is triggering',
    'left           R3   Relevance  running  5m ago   workflow W3 left it to go on',
    '',
    '… and 1 more.',
    'The runs of Toxicity are unknown: the service answers "not found", since the task was deleted or the key may not read it.',
    '9 active runs of 2 tasks: 3 orphans, 3 with a workflow, 1 left on purpose, 1 in doubt, 1 by others.',
  ]);
});
