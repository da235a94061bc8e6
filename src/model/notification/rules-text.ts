import type { NotifyRule } from './notify-rules.js';

/** Who is told of what, on one line: `team, on-call (failed, recovered)`. */
export const rulesInWords = (rules: readonly NotifyRule[]): string =>
  rules.length === 0
    ? 'nobody'
    : rules.map(({ to, on }) => (on === undefined ? to : `${to} (${on.join(', ')})`)).join(', ');
