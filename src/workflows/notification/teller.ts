import { TemporalFailure } from '@temporalio/common';
import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { EndingFailure } from '../../model/notification/failure-notice.js';
import type { NoticeSketch } from '../../model/notification/notice-of.js';
import { notifyRulesProblem, receiversFor } from '../../model/notification/notify-rules.js';
import type { NotifyRule } from '../../model/notification/notify-rules.js';
import { messageOf, readTriggerFailure } from '../shared/failures.js';
import { notify } from './notify.js';

type Rules = readonly NotifyRule[] | undefined;

/** Tells what becomes of a workflow, beside its work. */
export interface Teller {
  /** Null: there is nothing to tell. */
  tell: (sketch: NoticeSketch | null) => void;
  /** Until all that was told is on its way: before its workflow ends or continues as new. */
  told: () => Promise<void>;
}

/** `rulesNow` is asked each time: a firing knows the rules of its pipeline only later. */
export function newTeller(rulesNow: () => Rules): Teller {
  let pending: Promise<void>[] = [];
  return {
    tell: (sketch) => {
      if (sketch !== null) pending.push(notify(rulesNow(), sketch));
    },
    told: async () => {
      const before = pending;
      pending = [];
      if (before.length > 0) await Promise.all(before);
    },
  };
}

/**
 * The rules by which this workflow tells. A child without any is silent, since its parent tells, unless it has to tell what
 * its parent does not see.
 */
export const rulesHere = (given: Rules, isSeenByParent = true): Rules =>
  given ?? (workflowInfo().parent !== undefined && isSeenByParent ? [] : undefined);

/** A workflow that may end with a failure, and what is then told. */
interface Failing<Result> {
  /** Who is told, by whatever the workflow's input says: rules that are wrong are none. */
  notify: unknown;
  /** The fact as it is told to whom the first kind of notice goes, to whom the next goes, and so on. */
  sketchesOf: (ended: EndingFailure, error: unknown) => NoticeSketch[];
  work: () => Promise<Result>;
}

/** Runs a workflow, and tells if it ends with a failure. */
export async function tellingFailures<Result>({
  notify: given,
  sketchesOf,
  work,
}: Failing<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // What else is thrown is Temporal's own, such as the end of an execution that continues as new.
    if (error instanceof TemporalFailure && !isCancellation(error)) {
      const { type } = readTriggerFailure(error);
      await tellOnce(rulesHere(rulesIn(given)), sketchesOf({ type, message: messageOf(error) }, error));
    }
    throw error;
  }
}

/** Tells each receiver one of the sketches: the first whose kind it wants to know of. */
async function tellOnce(rules: Rules, [first, ...others]: readonly NoticeSketch[]): Promise<void> {
  if (first === undefined) return;
  await notify(rules, first);
  const told = receiversFor(rules ?? [], first.kind);
  const rest = rules?.filter(({ to }) => !told.includes(to)) ?? [];
  if (rest.length > 0) await tellOnce(rest, others);
}

const rulesIn = (given: unknown): Rules =>
  given === undefined || notifyRulesProblem(given, 'notify') !== null ? undefined : (given as Rules);
