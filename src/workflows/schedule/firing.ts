import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertMemo, workflowInfo } from '@temporalio/workflow';
import type { Interval } from '../../model/time/interval.js';
import { FIRING_MEMO, firingDetails } from '../../model/schedule/firing.js';
import type { FiredWindow, FiringMemo, RunFiringInput } from '../../model/schedule/firing.js';
import type { NotifyRule } from '../../model/notification/notify-rules.js';
import { toUtc } from '../../model/time/window.js';
import type { Window } from '../../model/time/window.js';
import { failureBefore } from './failure-before.js';
import { newTeller, rulesHere } from '../notification/teller.js';
import type { Teller } from '../notification/teller.js';

/** A firing under way. Times in milliseconds since 1970. */
export interface Firing {
  input: RunFiringInput;
  /** The workflow's id, of which its children's are made. */
  id: string;
  /** The time it stands for. */
  nominalMs: number;
  /** Those that have ended. */
  windows: FiredWindow[];
  /** Windows of this firing, as far as they are known. */
  total: number;
  /** Null outside the mode `watermark`, and until it was read. */
  provenMs: number | null;
  /** The task's evaluators with their versions; null: not known; absent: not looked up. */
  evaluators?: string | null;
  /** For people. */
  notes: string[];
  /** Why it could not continue; null if nothing was in its way. */
  problem: string | null;
  /** Who is told: as the schedule says, or else its pipeline; undefined: the default of the workers. */
  rules: readonly NotifyRule[] | undefined;
  /** As in `FiringProgress`. */
  readonly failedAt: string | null;
  readonly teller: Teller;
}

export function openFiring(input: RunFiringInput): Firing {
  const firing: Firing = newFiring(
    input,
    newTeller(() => rulesHere(firing.rules)),
  );
  return firing;
}

const newFiring = (input: RunFiringInput, teller: Teller): Firing => ({
  input,
  rules: input.notify,
  teller,
  failedAt: input.resume === undefined ? failureBefore() : (input.resume.failedAt ?? null),
  id: workflowInfo().workflowId,
  nominalMs: input.resume?.nominalMs ?? nominalMs(),
  windows: [...(input.resume?.windows ?? [])],
  total: input.resume?.windows.length ?? 0,
  provenMs: null,
  notes: [],
  problem: null,
});

const SCHEDULED_START = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

// The time of the schedule, without jitter and delay; a workflow that somebody started by hand has none.
function nominalMs(): number {
  const { typedSearchAttributes, startTime } = workflowInfo();
  return (typedSearchAttributes.get(SCHEDULED_START) ?? startTime).getTime();
}

/** A window as the service and people write it. */
export const windowOf = ({ startMs, endMs }: Interval): Window => ({
  dataStartTime: toUtc(startMs),
  dataEndTime: toUtc(endMs),
});

/** Writes to the memo what the firing is doing, for observers. */
export function tell(firing: Firing, phase: FiringMemo['phase'], window: Window | null, seen?: string): void {
  const { windows, total } = firing;
  const memo: FiringMemo = {
    nominalAt: toUtc(firing.nominalMs),
    phase,
    since: new Date().toISOString(),
    window,
    done: windows.length,
    total: Math.max(total, windows.length),
    ...(seen === undefined ? {} : { seen }),
  };
  upsertMemo({ [FIRING_MEMO]: memo });
  const what = window === null ? '' : ` ${window.dataStartTime} to ${window.dataEndTime}`;
  setCurrentDetails(firingDetails(windows, null, `${phase}${what}${seen === undefined ? '' : `: ${seen}`}`));
}
