import { expect, test } from 'vitest';
import { formerTrigger, holdTurnProblem, isSameExecution } from '../../../src/model/run/turn.js';
import type { TriggerState } from '../../../src/model/run/turn.js';
import type { UnresolvedTrigger } from '../../../src/model/run/unresolved.js';

const left: UnresolvedTrigger = {
  taskId: 't',
  fence: { newestCreatedAt: null, runIds: [], experiments: [] },
  ...{ posts: 1, experimentName: null, key: null, candidates: [], why: 'lost' },
};
const ended: TriggerState = { isRunning: false, runId: null, hasBegun: false, left: null };
const running = { ...ended, isRunning: true };
const brokenOff = { ...ended, hasBegun: true, left };
const triggered = { ...ended, isRunning: true, hasBegun: true, runId: 'r' };

test.each<[string, TriggerState | null, TriggerState | null, ReturnType<typeof formerTrigger>]>([
  ['runs and has no run yet has the turn', running, null, 'held'],
  ['runs and has its run needs the turn no more', triggered, null, { left: null }],
  ['has ended settled left nothing', ended, null, { left: null }],
  ['is no longer kept left nothing', null, null, { left: null }],
  ['was ended in its trigger left it', brokenOff, null, { left }],
  ['was reset has the turn while its new execution has no run', brokenOff, running, 'held'],
  ['was reset and then triggered left nothing', brokenOff, triggered, { left: null }],
  ['was reset and then ended settled left nothing', brokenOff, { ...ended, hasBegun: true }, { left: null }],
  ['was started again and ended before it triggered left its first trigger', brokenOff, ended, { left }],
  ['was started again and broken off too left the later trigger', ended, brokenOff, { left }],
])('a holder that %s', (_what, holder, latest, former) => {
  expect(formerTrigger(holder, latest)).toEqual(former);
});

test('a turn belongs to one execution, not to the one after a reset', () => {
  const holder = { workflowId: 'w', executionId: 'e', originalExecutionId: 'o' };
  expect(isSameExecution(holder, { ...holder })).toBe(true);
  expect(isSameExecution(holder, { ...holder, executionId: 'f' })).toBe(false);
});

test('a turn that nobody is named for is refused', () => {
  expect(holdTurnProblem({ holder: 'w' })).toBeNull();
  expect(holdTurnProblem({ holder: '' })).toContain('input.holder');
});
