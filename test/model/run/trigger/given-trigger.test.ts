import { expect, test } from 'vitest';
import { givenFor, isGivenUsable, nameHash } from '../../../../src/model/run/trigger/given-trigger.js';
import type { SharedTrigger } from '../../../../src/model/run/trigger/given-trigger.js';

const READ_MS = 1_000_000;
const experiments: SharedTrigger = {
  task: {
    ...{
      id: 't',
      name: 'generate',
      type: 'RUN_EXPERIMENT',
      projectId: null,
      datasetId: 'd',
      lastRunAt: null,
    },
  },
  fence: { newestCreatedAt: null, runIds: [], experiments: [], readBy: 'parent', reopened: null },
  namesTaken: [nameHash('taken')],
  isFirst: true,
  readBy: 'parent',
};
const evaluations: SharedTrigger = {
  ...experiments,
  task: { ...experiments.task, type: 'TEMPLATE_EVALUATION', projectId: 'p', datasetId: null },
  fence: null,
  namesTaken: null,
};
const asks = (trigger: object) => ({ task: 'generate', trigger });

test('an experiment whose name is free, or its own, is given the fence', () => {
  expect(givenFor(experiments, READ_MS, asks({ experimentName: 'free' }))).toMatchObject({
    ...{ fence: { newestCreatedAt: null }, isFirst: true, readMs: READ_MS },
  });
  expect(givenFor(experiments, READ_MS, asks({}))?.fence).not.toBeNull();
});

test('an experiment whose name may be taken looks for itself', () => {
  expect(givenFor(experiments, READ_MS, asks({ experimentName: 'taken' }))?.fence).toBeNull();
  const unknown = { ...experiments, namesTaken: null };
  expect(givenFor(unknown, READ_MS, asks({ experimentName: 'free' }))?.fence).toBeNull();
});

test('an evaluation is given its task, unless its window begins where the last run of the task ended', () => {
  const whole = { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-02T00:00:00Z' };
  expect(givenFor(evaluations, READ_MS, asks(whole))).toMatchObject({ task: { id: 't' }, fence: null });
  expect(givenFor(evaluations, READ_MS, asks({}))).toBeUndefined();
});

test('whoever names evaluation tasks looks for them', () => {
  expect(givenFor(experiments, READ_MS, asks({ evaluationTaskIds: ['x'] }))).toBeUndefined();
});

test('what was given is used for fifteen seconds, by children of the execution that read it', () => {
  const given = { ...experiments, readMs: READ_MS };
  expect(isGivenUsable(given, 'parent', READ_MS + 14_999)).toBe(true);
  expect(isGivenUsable(given, 'parent', READ_MS + 15_000)).toBe(false);
  expect(isGivenUsable(given, 'after a reset', READ_MS)).toBe(false);
  expect(isGivenUsable(given, undefined, READ_MS)).toBe(false);
});
