import type { Json } from '../base/json.js';
import { omit } from '../base/objects.js';
import type { Binding, Step, ValueKind } from './plan.js';
import type { Evaluated } from './scope.js';
import { instantMs, toUtc, windowProblem } from '../time/window.js';

/** A step with its values in their places, or why one of them does not fit. */
export type BoundStep = { step: Step } | { problem: string };

/** Puts the values of a step's bindings, which are in their order, into their places. */
export function bindStep(step: Step, values: readonly Evaluated[]): BoundStep {
  let bound: Step = step;
  for (const [position, binding] of (step.bindings ?? []).entries()) {
    const value = fit(binding, values[position] ?? { problem: 'it was not evaluated' });
    if ('problem' in value) return { problem: `${placeOf(binding)} ${value.problem}` };
    bound = put(bound, binding.at, value.value) as Step;
  }
  const problem = windowProblem(bound.trigger);
  return problem === null ? { step: omit(bound, 'bindings') } : { problem };
}

// In the file, the fields of a trigger are members of the step.
const placeOf = ({ at, template }: Binding): string =>
  `${(at[0] === 'trigger' ? at.slice(1) : at).join('.')} (${template})`;

function fit({ kind }: Binding, evaluated: Evaluated): Evaluated {
  if ('problem' in evaluated) return { problem: `has no value: ${evaluated.problem}` };
  const value = FITTING[kind](evaluated.value);
  if (value !== undefined) return { value };
  return { problem: `is ${shown(evaluated.value)}, expected ${EXPECTED[kind]}` };
}

const EXPECTED: Record<ValueKind, string> = {
  text: 'a non-empty string',
  resource: 'a name or an ID',
  'experiment-name': '1 to 255 characters other than " and \\',
  count: 'a whole number of at least 1',
  share: 'a number from 0 to 1',
  number: 'a number',
  flag: 'true or false',
  time: 'a time with its zone, like 2026-11-01T00:00:00Z',
  texts: 'a list of at least one string',
  scalar: 'a string, a number, true or false',
  json: 'a value',
};

const EXPERIMENT_NAME = /^[^"\\]{1,255}$/;

type Fit = (value: Json) => Json | undefined;

const when =
  (fits: (value: Json) => boolean): Fit =>
  (value) =>
    fits(value) ? value : undefined;

/** Converts a value to a kind; undefined if it does not fit. */
const FITTING: Record<ValueKind, Fit> = {
  text: asText,
  resource: when((value) => isText(value) && value.trim() === value),
  'experiment-name': (value) => {
    const text = asText(value);
    return text !== undefined && EXPERIMENT_NAME.test(text) ? text : undefined;
  },
  count: when((value) => Number.isSafeInteger(value) && Number(value) >= 1),
  share: when((value) => typeof value === 'number' && value >= 0 && value <= 1),
  number: when((value) => typeof value === 'number'),
  flag: when((value) => typeof value === 'boolean'),
  time: (value) => {
    const ms = typeof value === 'string' ? instantMs(value) : null;
    return ms === null ? undefined : toUtc(ms);
  },
  texts: when((value) => Array.isArray(value) && value.length > 0 && value.every(isText)),
  scalar: when((value) => ['string', 'number', 'boolean'].includes(typeof value)),
  json: (value) => value,
};

const isText = (value: Json): value is string => typeof value === 'string' && value !== '';

function asText(value: Json): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return isText(value) ? value : undefined;
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** A copy with the value at the path, through lists and mappings. */
function put(into: unknown, [first, ...rest]: readonly (string | number)[], value: Json): unknown {
  if (first === undefined) return value;
  if (Array.isArray(into)) {
    const copy: unknown[] = [...(into as unknown[])];
    copy[Number(first)] = put(copy[Number(first)], rest, value);
    return copy;
  }
  const members = (into ?? {}) as Record<string, unknown>;
  return { ...members, [first]: put(members[first], rest, value) };
}
