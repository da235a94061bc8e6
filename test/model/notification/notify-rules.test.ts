import { describe, expect, test } from 'vitest';
import { NOTICE_KINDS } from '../../../src/model/notification/notice.js';
import { notifyRulesProblem, receiversFor } from '../../../src/model/notification/notify-rules.js';

describe('rules', () => {
  test.each(NOTICE_KINDS)('without kinds tell %s, unless it is a gate that warned', (kind) => {
    expect(receiversFor([{ to: 'ops' }], kind)).toEqual(kind === 'gate-warned' ? [] : ['ops']);
  });

  test('tell each receiver once, and of the kinds that they name alone', () => {
    const rules = [{ to: 'a' }, { to: 'a', on: ['failed'] }, { to: 'b', on: ['stalled'] }] as const;
    expect(receiversFor(rules, 'failed')).toEqual(['a']);
    expect(receiversFor(rules, 'stalled')).toEqual(['a', 'b']);
    expect(receiversFor([], 'failed')).toEqual([]);
  });

  test.each([
    [[{ to: 'ops' }], null],
    [[], null],
    [[{ to: 'ops', on: [] }], 'notify[0].on: expected a list with at least 1 entry, got []'],
    [[{ to: 'ops', on: ['shout'] }], 'notify[0].on[0]: expected one of failed, gate-failed'],
    [[{ to: 'https://a.example' }], "notify[0].to: expected a receiver's name"],
    [[{ to: 'ops', url: 'x' }], 'notify[0].url: is not a member'],
    ['ops', 'notify: expected a list, got "ops"'],
    [Array.from({ length: 21 }, (_, at) => ({ to: `r${at}` })), 'notify: expected at most 20 entries'],
  ])('%j: %s', (rules, problem) => {
    expect(notifyRulesProblem(rules, 'notify')).toEqual(
      problem === null ? null : expect.stringContaining(problem),
    );
  });
});
