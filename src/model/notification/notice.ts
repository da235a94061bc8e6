import { all, expected, listOf, oneOf, shape } from '../base/checks.js';

/** What can be told: the kinds that a rule can name. */
export const NOTICE_KINDS = [
  'failed',
  'gate-failed',
  'gate-warned',
  'recovered',
  'approval-wanted',
  'schedule-missed',
  'backfill-paused',
  'stalled',
  'unresolved',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

const SUBJECT_KINDS = ['run', 'pipeline', 'schedule', 'backfill'] as const;

/** What a notice is about: something with a name, and the workflow that noticed it. */
export interface NoticeSubject {
  kind: (typeof SUBJECT_KINDS)[number];
  name: string;
  workflowId: string;
  /** Of the workflow's execution, in Temporal. */
  runId: string;
  namespace: string;
}

/** A named fact, such as a count, a score or an ID. Never the contents of spans. */
export interface Evidence {
  name: string;
  value: string;
}

/** One fact that people are told of, in bounded size. Histories and receivers hold it. */
export interface Notice {
  /** The same for the same fact, also after a retry, a replay or a reset: receivers drop what they have already. */
  id: string;
  /** `test`: somebody tries a receiver. */
  kind: NoticeKind | 'test';
  /** When it was noticed: ISO 8601 with zone. */
  at: string;
  subject: NoticeSubject;
  /** One line. */
  title: string;
  evidence: readonly Evidence[];
}

/** The most characters, and the most facts, of a notice; `noticeOf` cuts what is longer. */
export const NOTICE_LIMITS = { name: 200, title: 300, facts: 20, factName: 60, factValue: 300 } as const;

const upTo = (most: number, least = 1) =>
  expected(
    `a string of ${least === 0 ? 'at most' : '1 to'} ${most} characters`,
    (value) => typeof value === 'string' && value.length >= least && value.length <= most,
  );

/** Of workflow IDs and namespaces, by the limits of Temporal. */
const LONGEST_ID = 1000;

const subjectCheck = shape<NoticeSubject>({
  kind: oneOf(SUBJECT_KINDS),
  name: upTo(NOTICE_LIMITS.name),
  workflowId: upTo(LONGEST_ID),
  runId: upTo(LONGEST_ID),
  namespace: upTo(LONGEST_ID),
});

const evidenceCheck = all(
  listOf(shape<Evidence>({ name: upTo(NOTICE_LIMITS.factName), value: upTo(NOTICE_LIMITS.factValue, 0) })),
  expected(
    `at most ${NOTICE_LIMITS.facts} entries`,
    (value) => (value as unknown[]).length <= NOTICE_LIMITS.facts,
  ),
);

/** It is part of a header, of a workflow ID and of a Message-ID. */
const noticeId = expected(
  'an id of at most 200 letters, digits, _ and -',
  (value) => typeof value === 'string' && /^[A-Za-z0-9_-]{1,200}$/.test(value),
);

const time = expected(
  'a time, ISO 8601 with zone',
  (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]{5,20}(Z|[+-]\d\d:\d\d)$/.test(value),
);

export const noticeCheck = shape<Notice>({
  id: noticeId,
  kind: oneOf([...NOTICE_KINDS, 'test']),
  at: time,
  subject: subjectCheck,
  title: upTo(NOTICE_LIMITS.title),
  evidence: evidenceCheck,
});
