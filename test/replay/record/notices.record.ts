import { afterAll, beforeAll, test } from 'vitest';
import type { WorkflowTypes } from '../../../src/model/temporal/workflow-types.js';
import { keptReceivers } from '../../support/kept-receivers.js';
import { noticeWith } from '../../support/notice.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { record } from './record.js';

let rig: WorkflowRig;
const receivers = keptReceivers(['ops', 'gone']);
receivers.answers = { gone: [{ kind: 'refused', why: 'a.example answered HTTP 410' }] };
receivers.defaults = ['ops'];

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true, receivers });
});
afterAll(() => rig.stop());

test.each([
  ['delivered', ['ops'], { deliveries: [{ delivered: true }] }],
  ['by-default', null, { deliveries: [{ to: 'ops', delivered: true }] }],
  ['undelivered', ['ops', 'gone'], { failure: 'NoticeUndelivered' }],
])('deliver-notice.%s', async (how, to, expected) => {
  const name = `deliver-notice.${how}`;
  const handle = await rig.env.client.workflow.start<WorkflowTypes['deliverNotice']>('deliverNotice', {
    taskQueue: 'test',
    workflowId: name,
    args: [{ notice: noticeWith(), to }],
  });
  await record(name, handle, expected);
});
