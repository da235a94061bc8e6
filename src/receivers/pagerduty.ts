import { createHash } from 'node:crypto';
import type { Notice } from '../model/notification/notice.js';
import type { PagerDutySettings } from '../model/notification/receiver.js';
import { misconfigured } from './outlet.js';
import type { Message, Outlet, Surroundings } from './outlet.js';
import { postJson } from './post-json.js';
import { secretOf } from './secret-of.js';

/** Sends an event to PagerDuty's Events API v2. */
export const pagerduty =
  ({ routingKey, url }: PagerDutySettings, surroundings: Surroundings): Outlet =>
  async (message) => {
    const key = secretOf('routingKey', routingKey, surroundings);
    if ('problem' in key) return misconfigured(key.problem);
    const body = JSON.stringify({ routing_key: key.secret, ...pagerDutyEvent(message) });
    return postJson({ url, body }, surroundings);
  };

const SEVERITIES: Readonly<Record<Notice['kind'], 'critical' | 'error' | 'warning' | 'info'>> = {
  unresolved: 'critical',
  failed: 'error',
  'gate-failed': 'error',
  'schedule-missed': 'error',
  'gate-warned': 'warning',
  'backfill-paused': 'warning',
  stalled: 'warning',
  'approval-wanted': 'info',
  recovered: 'info',
  test: 'info',
};

/** What `recovered` resolves is what was told of the same subject. */
function pagerDutyEvent({ notice, text }: Message): object {
  const { subject } = notice;
  return {
    event_action: notice.kind === 'recovered' ? 'resolve' : 'trigger',
    dedup_key: dedupKey(notice),
    client: 'ax-tasks-temporal',
    payload: {
      summary: text.title.slice(0, 1024),
      source: `temporal/${subject.namespace}`.slice(0, 255),
      severity: SEVERITIES[notice.kind],
      timestamp: notice.at,
      component: subject.name,
      group: subject.kind,
      class: notice.kind,
      custom_details: {
        text: text.text,
        workflowId: subject.workflowId,
        ...Object.fromEntries(notice.evidence.map(({ name, value }) => [name, value])),
      },
    },
    links: text.link === null ? [] : [{ href: text.link, text: 'Open in Temporal' }],
  };
}

/** One incident for each pipeline, task, schedule or backfill. A test is an incident of its own. */
function dedupKey({ kind, id, subject }: Notice): string {
  if (kind === 'test') return `ax-tasks/test/${id}`.slice(0, 255);
  const parts = JSON.stringify([subject.namespace, subject.kind, subject.name]);
  return `ax-tasks/${subject.kind}/${createHash('sha256').update(parts).digest('hex')}`;
}
