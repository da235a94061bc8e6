import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOTICE_MEMO } from '../../../src/model/notification/delivery.js';
import type { DeliverNoticeInput, DeliveryResult } from '../../../src/model/notification/delivery.js';
import type { SendAnswer } from '../../../src/model/notification/receivers.js';
import type { WorkflowTypes } from '../../../src/model/temporal/workflow-types.js';
import { keptReceivers } from '../../support/kept-receivers.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';

let rig: WorkflowRig;
const receivers = keptReceivers(['ops', 'team']);

beforeAll(async () => {
  rig = await startWorkflowRig({ receivers });
});
beforeEach(() => {
  Object.assign(receivers, { sent: [], answers: {}, defaults: [], asked: 0 });
});
afterAll(() => rig.stop());

const HOUR_MS = 3_600_000;
const AWAY: SendAnswer = { kind: 'unavailable', why: 'no connection', retryAfterMs: null };

async function deliver(input: Partial<DeliverNoticeInput>) {
  const workflowId = randomUUID();
  const notice = {
    id: workflowId,
    kind: 'failed' as const,
    at: '2026-11-30T12:00:00.000Z',
    subject: { kind: 'run' as const, name: 't', workflowId: 'w', runId: 'r', namespace: 'default' },
    title: 'Run t failed',
    evidence: [],
  };
  const handle = await rig.env.client.workflow.start<WorkflowTypes['deliverNotice']>('deliverNotice', {
    taskQueue: 'test',
    workflowId,
    args: [{ notice, to: ['ops'], ...input }],
  });
  const end = await handle.result().catch(failureOf);
  const { memo, startTime, closeTime } = await handle.describe();
  const tookMs = Number(closeTime?.getTime()) - startTime.getTime();
  return { end, memo: memo?.[NOTICE_MEMO], tookMs };
}

function failureOf(error: unknown): { type: string; message: string; result: DeliveryResult } {
  if (!(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure)) throw error;
  const { type, message, details } = error.cause;
  return { type: String(type), message, result: details?.[0] as DeliveryResult };
}

describe('a delivery', () => {
  test('says what each receiver answered', async () => {
    const { end, memo } = await deliver({ to: ['ops', 'team'] });
    const taken = { delivered: true, channel: 'webhook', answer: 'HTTP 200' };
    expect(end).toMatchObject({
      deliveries: [
        { to: 'ops', ...taken },
        { to: 'team', ...taken },
      ],
    });
    expect(memo).toMatchObject({ title: 'Run t failed', subject: 'run t', deliveries: [taken, taken] });
  });

  test('reaches a receiver that comes back after an hour, with the same id in each attempt', async () => {
    receivers.answers = {
      ops: [...Array.from({ length: 20 }, () => AWAY), { kind: 'taken', answer: 'HTTP 204' }],
    };
    const { end, tookMs } = await deliver({});
    expect(end).toMatchObject({ deliveries: [{ to: 'ops', delivered: true, answer: 'HTTP 204' }] });
    expect(tookMs).toBeGreaterThan(HOUR_MS);
    expect(new Set(receivers.sent.map(({ notice }) => notice.id)).size).toBe(1);
  });

  test('waits as long as the receiver asks for', async () => {
    receivers.answers = {
      ops: [
        { ...AWAY, retryAfterMs: HOUR_MS / 2 },
        { kind: 'taken', answer: 'HTTP 200' },
      ],
    };
    const { tookMs } = await deliver({});
    expect(receivers.sent).toHaveLength(2);
    expect(tookMs).toBeGreaterThanOrEqual(HOUR_MS / 2);
  });

  test('is given up after a day, and fails with what the last attempt met', async () => {
    receivers.answers = { ops: [AWAY] };
    const { end, memo, tookMs } = await deliver({ to: ['ops', 'team'] });
    expect(end).toMatchObject({ type: 'NoticeUndelivered', message: 'ops: no connection' });
    expect(end).toMatchObject({
      result: {
        deliveries: [
          { to: 'ops', delivered: false },
          { to: 'team', delivered: true },
        ],
      },
    });
    expect(memo).toMatchObject({ deliveries: [{ to: 'ops', delivered: false, why: 'no connection' }, {}] });
    expect(tookMs).toBeGreaterThan(23 * HOUR_MS);
  });

  test('is not tried again where the receiver refuses', async () => {
    receivers.answers = { ops: [{ kind: 'refused', why: 'answered HTTP 410' }] };
    const { end } = await deliver({});
    expect(end).toMatchObject({ type: 'NoticeUndelivered', message: 'ops: answered HTTP 410' });
    expect(receivers.sent).toHaveLength(1);
  });

  test('to a receiver that no worker knows is tried for a day, since another worker may know it', async () => {
    const { end, tookMs } = await deliver({ to: ['typo'] });
    expect(end).toMatchObject({ type: 'NoticeUndelivered' });
    expect(end).toHaveProperty('message', expect.stringContaining('no receiver "typo"'));
    expect(tookMs).toBeGreaterThan(23 * HOUR_MS);
  });

  test('to whom the worker names by default asks it', async () => {
    receivers.defaults = ['team'];
    const { end } = await deliver({ to: null });
    expect(end).toMatchObject({ deliveries: [{ to: 'team', delivered: true }] });
  });

  test('that somebody waits for is tried once', async () => {
    receivers.answers = { ops: [AWAY] };
    const { end } = await deliver({ once: true });
    expect(end).toMatchObject({ type: 'NoticeUndelivered', message: 'ops: no connection' });
    expect(receivers.sent).toHaveLength(1);
  });
});
