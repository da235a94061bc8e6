import { expect, test } from 'vitest';
import type { MayWait } from '../../../src/model/temporal/waits-for.js';
import { waitsFor } from '../../../src/model/temporal/waits-for.js';

const NONE = { trigger: null, backfill: null };
const workflow = (workflowId: string, more: Partial<MayWait> = {}): MayWait => ({
  workflowId,
  ...NONE,
  ...more,
});
const named = (workflows: MayWait[], ...ids: string[]): string[] =>
  waitsFor(workflows, ids).map(({ workflowId }) => workflowId);

const RUN = workflow('ax-run/a', { trigger: { taskId: 'task-a', runId: 'run-a' } });
const EARLY = workflow('ax-run/early', { trigger: { taskId: 'task-a', runId: null } });
const OTHER = workflow('ax-run/b', { trigger: { taskId: 'task-b', runId: 'run-b' } });
const BACKFILL = workflow('ax-backfill/a', {
  backfill: { task: { id: 'task-c', name: 'C' }, runIds: ['run-c', 'run-d'] },
});
const SILENT = workflow('ax-run/silent');

test('a task names the workflows that triggered it, a run the one that waits for it', () => {
  const all = [RUN, EARLY, OTHER, BACKFILL, SILENT];
  expect(named(all, 'task-a')).toEqual(['ax-run/a', 'ax-run/early']);
  expect(named(all, 'run-b')).toEqual(['ax-run/b']);
  expect(named(all, 'run-d')).toEqual(['ax-backfill/a']);
  expect(named(all, 'task-c')).toEqual(['ax-backfill/a']);
});

test('the watchers of the task come first, of every shard and queue, also if only a run is named', () => {
  const watchers = ['ax-watch/task-a', 'ax-watch/task-a/2', 'ax-watch/task-a/q1f/1'].map((id) =>
    workflow(id),
  );
  const another = workflow('ax-watch/task-ab');
  const all = [RUN, ...watchers, another];
  const ids = watchers.map(({ workflowId }) => workflowId);
  expect(named(all, 'task-a')).toEqual([...ids, 'ax-run/a']);
  expect(named(all, 'run-a')).toEqual([...ids, 'ax-run/a']);
});

test('an ID that nothing waits for names nothing, and a memo without a run is named by no missing ID', () => {
  expect(named([RUN, EARLY, SILENT], 'task-z')).toEqual([]);
  expect(named([EARLY, SILENT], '')).toEqual([]);
});
