import { hash32 } from '../base/hash.js';
import { NOTICE_LIMITS } from './notice.js';
import type { Evidence, Notice, NoticeKind, NoticeSubject } from './notice.js';

/** What a workflow has to tell. Texts may be of any length: `noticeOf` cuts them. */
export interface NoticeSketch {
  kind: NoticeKind;
  subject: Pick<NoticeSubject, 'kind' | 'name'>;
  /** One line, such as `Pipeline nightly failed: 2 of 5 steps failed`. */
  title: string;
  evidence?: readonly Evidence[];
  /**
   * Tells facts of one kind in one workflow apart, such as the step of a gate or the time of a missed firing. Facts of the
   * same kind and occurrence are one fact, told once.
   */
  occurrence?: string;
}

/** The execution that tells. */
export interface TellingExecution extends Pick<NoticeSubject, 'workflowId' | 'runId' | 'namespace'> {
  /** Of its first execution: the same after a reset, a retry and in continuations. */
  firstExecutionRunId: string;
  /** ISO 8601 with zone. */
  at: string;
}

/** The notice of a sketch. */
export function noticeOf(
  { kind, subject, title, evidence = [], occurrence = '' }: NoticeSketch,
  { firstExecutionRunId, at, ...execution }: TellingExecution,
): Notice {
  return {
    id: noticeId(firstExecutionRunId, kind, occurrence),
    kind,
    at,
    subject: { kind: subject.kind, name: cut(subject.name, NOTICE_LIMITS.name) || 'unnamed', ...execution },
    title: cut(title, NOTICE_LIMITS.title) || kind,
    evidence: evidence.slice(0, NOTICE_LIMITS.facts).map(({ name, value }) => ({
      name: cut(name, NOTICE_LIMITS.factName) || 'fact',
      value: cut(value, NOTICE_LIMITS.factValue),
    })),
  };
}

/** Run IDs of Temporal are unique, so that kind and occurrence are all that has to be told apart. */
const noticeId = (firstExecutionRunId: string, kind: string, occurrence: string): string => {
  const words = occurrence.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
  const told = occurrence === '' ? '' : `-${words}-${hash32(occurrence).toString(16).padStart(8, '0')}`;
  return `${firstExecutionRunId.replace(/[^A-Za-z0-9]/g, '')}-${kind}${told}`;
};

/** One line, without characters that steer a terminal or a header. */
function cut(text: string, most: number): string {
  const line = text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ').trim();
  return line.length <= most ? line : `${fitting(line, most - 1)}…`;
}

/** The first letters of a text that fit. A letter may be two units of its length. */
function fitting(text: string, most: number): string {
  let fits = '';
  for (const letter of text) {
    if (fits.length + letter.length > most) break;
    fits += letter;
  }
  return fits;
}
