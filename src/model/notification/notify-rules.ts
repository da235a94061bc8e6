import { all, expected, listOf, oneOf, optional, shape } from '../base/checks.js';
import type { Check } from '../base/checks.js';
import { NOTICE_KINDS } from './notice.js';
import type { NoticeKind } from './notice.js';

/** Who is told of what. */
export interface NotifyRule {
  /** A receiver's name. Whether a worker knows it turns out when something is sent. */
  readonly to: string;
  /** All kinds but `gate-warned` when absent. */
  readonly on?: readonly NoticeKind[];
}

/** What a rule without `on` tells: a gate that warned lets the work continue. */
const USUAL_KINDS: readonly NoticeKind[] = NOTICE_KINDS.filter((kind) => kind !== 'gate-warned');

/** The receivers that rules name for a kind, each once. */
export const receiversFor = (rules: readonly NotifyRule[], kind: NoticeKind): string[] => [
  ...new Set(rules.filter(({ on = USUAL_KINDS }) => on.includes(kind)).map(({ to }) => to)),
];

export const RECEIVER_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/;

const receiverName = expected(
  "a receiver's name, of at most 60 letters, digits, _ and -",
  (value) => typeof value === 'string' && RECEIVER_NAME.test(value),
);

/** Of the rules of one file, and of the receivers of one notice. */
export const MOST_RECEIVERS = 20;

const atMost = (most: number): Check =>
  expected(`at most ${most} entries`, (value) => (value as unknown[]).length <= most);

export const receiverNames = all(listOf(receiverName), atMost(MOST_RECEIVERS));

/**
 * What is wrong with the rules of a file or of a workflow's input; null if nothing is. No rules at all (undefined) are the
 * workers' default, which the caller lets pass; an empty list is silence.
 */
export const notifyRulesProblem: Check = all(
  listOf(shape<NotifyRule>({ to: receiverName, on: optional(listOf(oneOf(NOTICE_KINDS), 1)) })),
  atMost(MOST_RECEIVERS),
);
