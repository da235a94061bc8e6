import type { BackfillPlan } from '../../model/backfill/backfill.js';
import { backfillWorkflowId } from '../../model/temporal/names.js';
import { omit } from '../../model/base/objects.js';
import { fingerprint } from '../fingerprint.js';

/** A print of what was asked for, whatever of it was proven at the time. */
export const askedOf = (plan: BackfillPlan): string => fingerprint(omit(plan, 'windows'));

/** The id that a plan runs under: of a plan as such by itself alone, else by what else is given too. */
export function backfillIdOf(plan: BackfillPlan, identity: Readonly<Record<string, unknown>>): string {
  // What is not there is not in the print.
  const given = Object.entries(identity).filter(([, value]) => value !== undefined);
  const print = given.length === 0 ? fingerprint(plan) : fingerprint({ plan, ...Object.fromEntries(given) });
  return backfillWorkflowId(plan.task.name, print);
}
