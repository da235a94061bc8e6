import { canonicalJson } from '../../base/json.js';
import type { Binding, Plan, Step } from '../plan.js';
import { allSteps } from '../step-order.js';

/** How a step of a changed file differs from the plan that has ended. */
export interface StepChange {
  id: string;
  change: 'same' | 'changed' | 'added' | 'removed';
  /** What differs of a changed step, by the names of the file, such as `experimentName`; empty otherwise. */
  members: string[];
}

/** The steps of a plan in list order, then those that it no longer has. */
export function stepChanges(former: Plan, plan: Plan): StepChange[] {
  const before = placed(former);
  const now = placed(plan);
  const kept = allSteps(plan).map(({ id }) => changeOf(id, before.get(id), now.get(id)));
  const removed = allSteps(former).filter(({ id }) => !now.has(id));
  return [...kept, ...removed.map(({ id }): StepChange => ({ id, change: 'removed', members: [] }))];
}

/** A step and whether it stands in `finally`. */
type Placed = Step & { finally: boolean };

const placed = ({ steps, finally: last = [] }: Plan): Map<string, Placed> =>
  new Map<string, Placed>([
    ...steps.map((step) => [step.id, { ...step, finally: false }] as const),
    ...last.map((step) => [step.id, { ...step, finally: true }] as const),
  ]);

function changeOf(id: string, before: Placed | undefined, now: Placed | undefined): StepChange {
  if (before === undefined) return { id, change: 'added', members: [] };
  const members = differing(flat(before), flat(now ?? before));
  return { id, change: members.length === 0 ? 'same' : 'changed', members };
}

const differing = (
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (name) => textOf(before[name]) !== textOf(now[name]),
  );

const textOf = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));

/** The members of a step by the names of the file; templates stand with the member that they give. */
function flat({ trigger, bindings = [], ...rest }: Placed): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, value] of Object.entries({ ...rest, ...trigger })) members[inFile(name)] = [value];
  for (const binding of bindings) {
    const name = memberOf(binding);
    members[name] = [...((members[name] ?? []) as unknown[]), binding];
  }
  // It follows from the expressions.
  delete members['reads'];
  return members;
}

const inFile = (name: string): string => name.replace(/Ms$/, '');

const memberOf = ({ at }: Binding): string => inFile(String(at[0] === 'trigger' ? at[1] : at[0]));
