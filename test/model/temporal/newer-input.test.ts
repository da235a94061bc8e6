import { describe, expect, test } from 'vitest';
import { runTaskProblem } from '../../../src/model/run/inputs.js';
import { isForNewerWorker } from '../../../src/model/temporal/newer-input.js';

const DAY_MS = 86_400_000;
const right = { intent: { task: 't', trigger: {} }, wait: {} };
const newer = runTaskProblem({ ...right, memberOfTheNextVersion: true }) ?? '';
const child = { isByWorkflow: true, ageMs: 0 };

describe('an input with a member that this version does not know', () => {
  test('waits for a newer worker if a workflow wrote it', () => {
    expect(isForNewerWorker(newer, child)).toBe(true);
  });

  test('is refused at once if a person or a program started the workflow', () => {
    expect(isForNewerWorker(newer, { ...child, isByWorkflow: false })).toBe(false);
  });

  test('waits for a day and no longer', () => {
    expect(isForNewerWorker(newer, { ...child, ageMs: DAY_MS - 1 })).toBe(true);
    expect(isForNewerWorker(newer, { ...child, ageMs: DAY_MS })).toBe(false);
  });
});

test.each<[string, unknown]>([
  ['nothing', {}],
  ['a member of another type', { ...right, settleMs: 'long' }],
  ['a text that reads like the problem', { ...right, settleMs: ': is not a member' }],
])('an input with %s is refused, whoever wrote it', (_what, input) => {
  expect(isForNewerWorker(runTaskProblem(input) ?? '', child)).toBe(false);
});
