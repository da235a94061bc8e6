import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NoticeSketch } from '../../../src/model/notification/notice-of.js';
import { noticeWorkflowId } from '../../../src/model/temporal/names.js';
import { keptReceivers } from '../../support/kept-receivers.js';
import { resetWorkflow } from '../../support/reset-workflow.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import type * as telling from './telling.workflows.js';

let rig: WorkflowRig;
const receivers = keptReceivers(['ops', 'team']);

beforeAll(async () => {
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('telling.workflows.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  rig = await startWorkflowRig({ realTime: true, workflows: { workflowBundle }, receivers });
});
beforeEach(() => {
  Object.assign(receivers, { sent: [], answers: {}, defaults: [], asked: 0 });
});
afterAll(() => rig.stop());

type Telling = typeof telling;

const start = <W extends 'tell' | 'tellWhenCancelled' | 'tellAndWait'>(
  workflow: W,
  ...args: Parameters<Telling[W]>
) =>
  rig.env.client.workflow.start<Telling[W]>(workflow, { taskQueue: 'test', workflowId: randomUUID(), args });

const failed: NoticeSketch = {
  kind: 'failed',
  subject: { kind: 'pipeline', name: 'nightly' },
  title: 'Pipeline nightly failed',
};

const told = (): string[] => receivers.sent.map(({ to, notice }) => `${notice.title} → ${to}`).sort();

const eventTypes = async (workflowId: string): Promise<string[]> => {
  const { events } = await rig.env.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).flatMap((event) => Object.keys(event).filter((name) => name.endsWith('Attributes')));
};

describe('notify', () => {
  test('tells the receivers of its rules, though the workflow ends at once', async () => {
    const handle = await start('tell', [{ to: 'ops' }, { to: 'team', on: ['failed'] }], [failed]);
    expect(await handle.result()).toBe('ended');
    await until(() => receivers.sent.length === 2);
    expect(told()).toEqual(['Pipeline nightly failed → ops', 'Pipeline nightly failed → team']);
    expect(receivers.sent[0]?.notice.subject).toMatchObject({
      workflowId: handle.workflowId,
      runId: handle.firstExecutionRunId,
    });
  });

  test('without rules tells whom the worker names by default', async () => {
    receivers.defaults = ['team'];
    await (await start('tell', null, [failed])).result();
    await until(() => receivers.sent.length === 1);
    expect(told()).toEqual(['Pipeline nightly failed → team']);
  });

  test('without receivers starts nothing', async () => {
    const handle = await start('tell', null, [failed]);
    await handle.result();
    expect(receivers.asked).toBe(1);
    expect(await eventTypes(handle.workflowId)).not.toContain(
      'startChildWorkflowExecutionInitiatedEventAttributes',
    );
  });

  test.each([[[]], [[{ to: 'ops', on: ['stalled' as const] }]]])(
    'with the rules %j neither asks nor starts anything for a failure',
    async (rules) => {
      receivers.defaults = ['team'];
      const handle = await start('tell', rules, [failed]);
      await handle.result();
      expect(receivers.asked).toBe(0);
      expect(await eventTypes(handle.workflowId)).toHaveLength(5);
    },
  );

  test.each([
    ['by rules', [{ to: 'ops' }]],
    ['by default', null],
  ])('tells in a workflow that is being cancelled, %s', async (_, rules) => {
    receivers.defaults = ['ops'];
    const handle = await start('tellWhenCancelled', rules, failed);
    await handle.cancel();
    expect(await handle.result()).toBe('true');
    await until(() => receivers.sent.length === 1);
  });

  test('tells one fact once, and each occurrence', async () => {
    const sketches = [failed, failed, { ...failed, occurrence: 'b' }];
    expect(await (await start('tell', [{ to: 'ops' }], sketches)).result()).toBe('ended');
    await until(() => receivers.sent.length === 2);
    expect(new Set(receivers.sent.map(({ notice }) => notice.id)).size).toBe(2);
  });

  test('tells nothing again after a reset', async () => {
    const handle = await start('tellAndWait', failed);
    await until(() => receivers.sent.length === 1);
    const id = receivers.sent[0]?.notice.id ?? '';
    await rig.env.client.workflow.getHandle(noticeWorkflowId(id)).result();
    const again = await resetWorkflow(rig.env, handle, 1);
    await again.signal('end');
    expect(await again.result()).toBe('ended');
    expect(await eventTypes(handle.workflowId)).toContain('startChildWorkflowExecutionFailedEventAttributes');
    expect(receivers.sent).toHaveLength(1);
  });

  test('never fails the workflow, whatever becomes of the notice', async () => {
    receivers.answers = { ops: [{ kind: 'refused', why: 'HTTP 404' }] };
    const handle = await start('tellAndWait', failed);
    await until(() => receivers.sent.length === 1);
    const id = receivers.sent[0]?.notice.id ?? '';
    await expect(rig.env.client.workflow.getHandle(noticeWorkflowId(id)).result()).rejects.toThrow();
    await handle.signal('end');
    expect(await handle.result()).toBe('ended');
  });
});
