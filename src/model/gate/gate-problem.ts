import {
  all,
  anyText,
  anything,
  byMember,
  expected,
  listOf,
  members,
  number,
  oneOf,
  optional,
  text,
  whole,
} from '../base/checks.js';
import { instantMs } from '../time/window.js';
import { GATE_ANSWERS, MAX_TRAILING, MEASURES } from './gate.js';
import type { Gate, GateCheck } from './gate.js';

const time = expected(
  'a time with a time zone, like 2026-11-01T00:00:00Z',
  (value) => typeof value === 'string' && instantMs(value) !== null,
);

const baseline = byMember('kind', {
  previous: anything,
  experiment: members({ experiment: anyText }),
  value: members({ value: number }),
  previousWindow: anything,
  sameWindowLastWeek: anything,
  trailing: members({
    windows: all(
      whole(2),
      expected(`at most ${MAX_TRAILING}`, (value) => Number(value) <= MAX_TRAILING),
    ),
  }),
  range: members({ start: time, end: time }),
});

/** What a gate of a plan has to be. */
export const gateCheck = members<Gate>({
  checks: listOf(
    members<GateCheck>({ measure: oneOf(MEASURES), of: listOf(text), baseline: optional(baseline) }),
  ),
  onNoEvidence: optional(oneOf(GATE_ANSWERS)),
});
