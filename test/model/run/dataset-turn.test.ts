import { expect, test } from 'vitest';
import { endOfTurn } from '../../../src/model/run/dataset-turn.js';
import { isSameHolder } from '../../../src/model/run/turn.js';

const holder = { workflowId: 'w', executionId: 'e1', originalExecutionId: 'e1' };
const running = { isRunning: true, runId: null };
const ended = { isRunning: false, runId: null };
const triggered = { isRunning: false, runId: 'run' };

test('a turn is kept until the run has ended, whether or not its workflow runs', () => {
  expect(endOfTurn(triggered, null)).toEqual({ runId: 'run' });
  expect(endOfTurn({ isRunning: true, runId: 'run' }, null)).toEqual({ runId: 'run' });
});

test('a workflow that has no run yet keeps its turn while it runs', () => {
  expect(endOfTurn(running, null)).toBe('holder');
  expect(endOfTurn(ended, null)).toBeNull();
  expect(endOfTurn(null, null)).toBeNull();
});

test('a workflow that was reset keeps its turn by its newest execution', () => {
  expect(endOfTurn(ended, running)).toBe('holder');
  expect(endOfTurn(null, triggered)).toEqual({ runId: 'run' });
});

test('an execution after a reset is the same holder, and a later start of the same workflow is not', () => {
  expect(isSameHolder(holder, { ...holder, executionId: 'e2' })).toBe(true);
  expect(isSameHolder(holder, { ...holder, executionId: 'e2', originalExecutionId: 'e2' })).toBe(false);
});
