import { expect, test } from 'vitest';
import type { AxClient } from '../../src/ax/ax-client.js';
import { checkActivity } from '../../src/activities/pipeline/check-activity.js';
import { referencesOf } from '../../src/model/pipeline/preview-problems.js';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';

const ax = {} as AxClient;

test('a typo in the name of an own activity is found before anything starts, with a near name', async () => {
  const plan = parsePipeline(
    'version: 1\nname: p\nsteps: [{ id: tell, activity: notifyReviewer }]',
    'p.yaml',
    {},
  );
  expect(referencesOf(plan)).toEqual([
    { stepId: 'tell', path: ['steps', 0, 'activity'], lookUp: { activity: 'notifyReviewer' } },
  ]);
  const check = checkActivity({ ax, ownActivities: ['countSpans', 'notifyReviewers'] });
  expect(await check({ activity: 'notifyReviewer' })).toEqual([
    'the worker has no activity "notifyReviewer"; did you mean "notifyReviewers"?',
  ]);
  expect(await check({ activity: 'countSpans' })).toEqual([]);
});

test('a worker that does not know its own activities refuses none', async () => {
  expect(await checkActivity({ ax })({ activity: 'anything' })).toEqual([]);
});
