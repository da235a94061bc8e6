import { byMember, milliseconds, nullable, oneOf, shape, text, whole } from '../base/checks.js';
import type { OwnSettleGate, SpanSettleGate } from './schedule.js';

const SETTLE_CHECKS = { kind: text, timeoutMs: milliseconds(1), onTimeout: oneOf(['trigger', 'fail']) };

/** What is wrong with a `SettleGate` of a workflow's input. */
export const settleCheck = byMember('kind', {
  activity: shape<OwnSettleGate>({
    ...SETTLE_CHECKS,
    activity: text,
    everyMs: milliseconds(1),
    looks: whole(1),
  }),
  spans: shape<SpanSettleGate>({
    ...SETTLE_CHECKS,
    quietForMs: milliseconds(1),
    checks: whole(2),
    project: nullable(text),
    space: nullable(text),
    filter: nullable(text),
  }),
});
