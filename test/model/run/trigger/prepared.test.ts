import { expect, test } from 'vitest';
import type { RunTaskInput } from '../../../../src/model/run/inputs.js';
import { idOfReadAhead, openingOf } from '../../../../src/model/run/trigger/opened-trigger.js';
import { lookUpOf, prepareTrigger } from '../../../../src/model/run/trigger/prepared.js';
import type { LookedUpTask, Prepared } from '../../../../src/model/run/trigger/prepared.js';

const NOW_MS = Date.parse('2026-11-02T00:00:00Z');
const preparedBy = { nowMs: NOW_MS, derivedName: 'derived' };

const evaluation: LookedUpTask = {
  ...{ id: 't', name: 'nightly', type: 'TEMPLATE_EVALUATION', projectId: 'p', datasetId: null },
  lastRunAt: '2026-11-01T00:00:00.000Z',
  evaluationTaskIds: [],
};
const experiment: LookedUpTask = { ...evaluation, type: 'RUN_EXPERIMENT', projectId: null, datasetId: 'd' };

const inputOf = (trigger: RunTaskInput['intent']['trigger'], more: Partial<RunTaskInput> = {}) =>
  ({ intent: { task: 'nightly', trigger }, wait: null, ...more }) satisfies RunTaskInput;

function prepared(task: LookedUpTask, input: RunTaskInput): Prepared {
  const result = prepareTrigger(input, task, preparedBy);
  if ('problem' in result) throw new Error(result.problem);
  return result;
}

test('an open window is fixed: from the last run of the task to now', () => {
  const window = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-02T00:00:00.000Z' };
  const { mark, fields } = prepared(evaluation, inputOf({}));
  expect(mark).toEqual({ taskId: 't', window, experimentName: null, datasetId: null });
  expect(fields).toEqual(window);
});

test('the first run of a task needs the start of its window', () => {
  const first = prepareTrigger(inputOf({}), { ...evaluation, lastRunAt: null }, preparedBy);
  expect(first).toHaveProperty('problem');
});

test.each<[string, RunTaskInput, string]>([
  ['given it', inputOf({ experimentName: 'mine' }, { defaultExperimentName: 'default' }), 'mine'],
  ['given none', inputOf({}), 'derived'],
  ['given none but a default', inputOf({}, { defaultExperimentName: 'default' }), 'default'],
])('an experiment has the name of an intent that is %s', (_what, input, name) => {
  const { mark, fields, isNameGiven } = prepared(experiment, input);
  expect([mark.experimentName, fields.experimentName]).toEqual([name, name]);
  expect(isNameGiven).toBe(name === 'mine');
});

test('the time of a run bounds its trigger too, unless it is extended', () => {
  const bounded = (wait: RunTaskInput['wait']) => prepared(experiment, inputOf({}, { wait })).giveUpAtMs;
  expect(bounded({ timeoutMs: 1000 })).toBe(NOW_MS + 1000);
  expect(bounded({ timeoutMs: 1000, onTimeout: 'extend' })).toBeNull();
});

test('only what an intent names is looked up', () => {
  expect(lookUpOf({ task: 'nightly', trigger: {} })).toEqual({ task: 'nightly' });
  expect(lookUpOf({ task: 'a', space: 's', trigger: { evaluationTaskIds: ['b'] } })).toEqual({
    ...{ task: 'a', space: 's', evaluationTaskIds: ['b'] },
  });
});

test('an evaluation is opened in the turn of its mark', () => {
  const intent = { ...inputOf({}).intent, key: 'k' };
  const given = prepared(evaluation, { intent, wait: null });
  expect(openingOf(given, 'run', 'turn')).toEqual({
    turn: { turnId: 'turn', taskId: 't', originalRunId: 'run', key: 'k', window: given.mark.window },
  });
});

test.each<[string, RunTaskInput, object | null]>([
  ['takes the turn of its dataset', inputOf({}), { datasetId: 'd', originalExecutionId: 'run' }],
  ['that may run beside others takes none', inputOf({}, { shareDataset: true }), null],
])('an experiment %s', (_what, input, datasetTurn) => {
  const intent = { key: null, formerIds: [] };
  expect(openingOf(prepared(experiment, input), 'run', 'turn')).toEqual({
    datasetTurn,
    fence: { taskId: 't', originalRunId: 'run', intent },
  });
});

test('experiments of a name that was given are fenced off, since it may be taken', () => {
  expect(openingOf(prepared(experiment, inputOf({ experimentName: 'n' })), 'run', 'turn')).toMatchObject({
    fence: { experiment: { datasetId: 'd', name: 'n' } },
  });
});

test.each<[string, RunTaskInput['intent'], string | null]>([
  ['a window', { task: 'id:t', trigger: { dataStartTime: 'a', dataEndTime: 'b' } }, 't'],
  [
    'an experiment',
    { task: 'T25saW5lVGFzazoxOTQ6bkFzUA==', trigger: { maxExamples: 1 } },
    'T25saW5lVGFzazoxOTQ6bkFzUA==',
  ],
  ['a task that is named', { task: 'nightly', trigger: { maxExamples: 1 } }, null],
  ['a window that begins where the last one ended', { task: 'id:t', trigger: { dataEndTime: 'b' } }, null],
])('the newest runs are read beside the task only if they will make the fence: %s', (_what, intent, id) => {
  const request = { input: { intent, wait: null }, nowMs: 0, firstExecutionId: 'run', originalRunId: 'run' };
  expect(idOfReadAhead(request)).toBe(id);
});
