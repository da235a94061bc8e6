import { describe, expect, test } from 'vitest';
import { NOTICE_LIMITS, noticeCheck } from '../../../src/model/notification/notice.js';
import type { NoticeSketch, TellingExecution } from '../../../src/model/notification/notice-of.js';
import { noticeOf } from '../../../src/model/notification/notice-of.js';

const execution: TellingExecution = {
  workflowId: 'ax-pipeline/nightly/1',
  runId: '0199-b',
  firstExecutionRunId: '0199-a',
  namespace: 'default',
  at: '2026-11-30T12:00:00.000Z',
};
const sketch: NoticeSketch = {
  kind: 'gate-failed',
  subject: { kind: 'pipeline', name: 'nightly' },
  title: 'Gate check failed',
};

const idOf = (occurrence?: string, runId = '0199-b') =>
  noticeOf({ ...sketch, ...(occurrence === undefined ? {} : { occurrence }) }, { ...execution, runId }).id;

describe('the id of a notice', () => {
  test('is the same after a reset and in a continuation, which have another run ID', () => {
    expect(idOf('check', '0199-b')).toBe(idOf('check', '0199-c'));
  });

  test('tells kinds, occurrences and first executions apart, also occurrences whose letters differ only in signs', () => {
    const others = [
      noticeOf({ ...sketch, kind: 'failed' }, execution).id,
      noticeOf(sketch, { ...execution, firstExecutionRunId: '0199-z' }).id,
      ...[undefined, 'a b', 'a/b', 'a-b', `${'x'.repeat(90)}1`, `${'x'.repeat(90)}2`].map((each) =>
        idOf(each),
      ),
    ];
    expect(new Set(others).size).toBe(others.length);
  });
});

describe('a notice', () => {
  test.each([
    ['long', 'x'.repeat(5000)],
    ['of letters that are two units long', '😀'.repeat(500)],
    ['empty', ''],
    ['blank', ' \n '],
    ['of control characters', '\r\n\u0000\u202e'],
    ['half a letter', '\ud83d'],
  ])('is one that deliverNotice takes, though its texts are %s', (_, text) => {
    const evidence = Array.from({ length: 50 }, () => ({ name: text, value: text }));
    const notice = noticeOf(
      { ...sketch, subject: { kind: 'run', name: text }, title: text, evidence, occurrence: text },
      execution,
    );
    expect(noticeCheck(notice, 'notice')).toBeNull();
    expect(notice.evidence).toHaveLength(NOTICE_LIMITS.facts);
  });

  test('has its texts on one line, without what steers a terminal or a header', () => {
    const { title } = noticeOf({ ...sketch, title: 'one\r\nBcc: two\u001b[31m\u202e' }, execution);
    expect(title).toBe('one Bcc: two [31m');
  });
});
