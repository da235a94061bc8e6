import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../src/model/notification/notice.js';
import { noticeText, PLACEHOLDERS } from '../../../src/model/notification/notice-text.js';

const notice: Notice = {
  id: 'n-1',
  kind: 'gate-failed',
  at: '2026-11-30T12:00:00.000Z',
  subject: {
    kind: 'pipeline',
    name: 'nightly',
    workflowId: 'ax-pipeline/a b/1',
    runId: 'r-1',
    namespace: 'prod',
  },
  title: 'Gate check of nightly failed',
  evidence: [
    { name: 'errorShare', value: '0.4, at most 0.1' },
    { name: 'runs', value: '12' },
  ],
};

describe('the text of a notice', () => {
  test('says what was noticed, with the evidence and where to look', () => {
    expect(noticeText(notice, {}, 'https://temporal.example/')).toEqual({
      title: 'Gate failed: Gate check of nightly failed',
      text: 'errorShare: 0.4, at most 0.1\nruns: 12\n\nWorkflow: ax-pipeline/a b/1\nNamespace: prod\nNoticed: 2026-11-30T12:00:00.000Z',
      link: 'https://temporal.example/namespaces/prod/workflows/ax-pipeline%2Fa%20b%2F1/r-1/history',
    });
  });

  test('is by the templates of the receiver, of which each placeholder has a value', () => {
    const all = PLACEHOLDERS.map((name) => `${name}=\${{ ${name} }}`).join('; ');
    const { title, text } = noticeText(notice, { title: 'a ${{name}}\nb', text: all }, 'https://t.example');
    expect(title).toBe('a nightly b');
    expect(text).not.toContain('${{');
    expect(text).toContain('heading=Gate failed; at=2026-11-30T12:00:00.000Z; id=n-1; subject=pipeline');
  });

  test('takes what a notice says for no placeholder and no pattern', () => {
    const tricky = { ...notice, title: '${{ id }} $& $1' };
    expect(noticeText(tricky, { text: '${{ title }} ${{ id }}' }, null)).toMatchObject({
      title: 'Gate failed: ${{ id }} $& $1',
      text: '${{ id }} $& $1 n-1',
      link: null,
    });
  });

  test('has a title, though the template comes to nothing', () => {
    expect(noticeText(notice, { title: '${{ link }}' }, null).title).toBe(notice.title);
  });
});
