import type { Notice } from '../../src/model/notification/notice.js';

/** A notice with some members of one's own. */
export const noticeWith = (members: Partial<Notice> = {}): Notice => ({
  id: '0199aa-failed',
  kind: 'failed',
  at: '2026-11-30T12:00:00.000Z',
  subject: {
    kind: 'pipeline',
    name: 'nightly',
    workflowId: 'ax-pipeline/nightly/1',
    runId: 'r-1',
    namespace: 'prod',
  },
  title: 'Pipeline nightly failed',
  evidence: [{ name: 'errors', value: '3' }],
  ...members,
});
