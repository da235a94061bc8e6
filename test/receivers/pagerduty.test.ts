import { describe, expect, test } from 'vitest';
import { NOTICE_KINDS } from '../../src/model/notification/notice.js';
import type { Notice } from '../../src/model/notification/notice.js';
import { startHttpServer } from '../support/http-server.js';
import { noticeWith } from '../support/notice.js';
import { receiversHere } from './receivers-here.js';

interface Event {
  routing_key: string;
  event_action: string;
  dedup_key: string;
  payload: { severity: string; summary: string; source: string };
}

async function eventsOf(...notices: Notice[]): Promise<Event[]> {
  const { baseUrl, received } = await startHttpServer(() => ({ status: 202, json: { status: 'success' } }));
  const settings = { routingKey: { env: 'KEY' }, url: `${baseUrl}/v2/enqueue` };
  const receivers = receiversHere({ channel: 'pagerduty', settings }, { KEY: 'canary-key' });
  for (const notice of notices)
    expect(await receivers.send('ops', notice)).toEqual({ kind: 'taken', answer: 'HTTP 202' });
  return received.map(({ body }) => JSON.parse(body) as Event);
}

describe('an event to PagerDuty', () => {
  test('opens an incident of its subject, which "recovered" resolves', async () => {
    const [failed, recovered, other] = await eventsOf(
      noticeWith(),
      noticeWith({ id: '2', kind: 'recovered', subject: { ...noticeWith().subject, workflowId: 'another' } }),
      noticeWith({ subject: { ...noticeWith().subject, name: 'weekly' } }),
    );
    expect(failed).toMatchObject({
      routing_key: 'canary-key',
      event_action: 'trigger',
      payload: { severity: 'error', source: 'temporal/prod', summary: 'Failed: Pipeline nightly failed' },
    });
    expect(recovered).toMatchObject({ event_action: 'resolve', dedup_key: failed?.dedup_key });
    expect(other?.dedup_key).not.toBe(failed?.dedup_key);
  });

  test('has a severity for each kind, and keys within the limits of PagerDuty', async () => {
    const subject = { ...noticeWith().subject, name: 'x'.repeat(200), namespace: 'n'.repeat(900) };
    const events = await eventsOf(...NOTICE_KINDS.map((kind) => noticeWith({ kind, subject })));
    expect(events.map(({ payload }) => payload.severity)).toEqual([
      ...['error', 'error', 'warning', 'info', 'info', 'error', 'warning', 'warning', 'critical'],
    ]);
    expect(new Set(events.map(({ dedup_key }) => dedup_key)).size).toBe(1);
    expect(events[0]?.dedup_key.length).toBeLessThanOrEqual(255);
    expect(events[0]?.payload.source.length).toBeLessThanOrEqual(255);
  });

  test('that tries the receiver is an incident of its own', async () => {
    const [failed, tried] = await eventsOf(noticeWith(), noticeWith({ kind: 'test' }));
    expect(tried).toMatchObject({ payload: { severity: 'info' } });
    expect(tried?.dedup_key).not.toBe(failed?.dedup_key);
  });
});
