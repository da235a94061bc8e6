import type { Baseline, Gate, GateCheck } from '../../model/gate/gate.js';
import { MEASURES } from '../../model/gate/gate.js';
import { measuredByDefault, namesIn } from './check-measured.js';
import type { PlacedStep, StepGraph } from '../pipeline/step-graph.js';
import type { BaselineFile, BoundsFile, CheckFile, GateFile } from './gate-file.js';
import { bareText } from '../expressions/expressions-in.js';
import { written } from '../expressions/bindings.js';
import { definedOnly } from '../../model/base/objects.js';

/** The gate of a checked step. `space` is the step's, for the names of baselines. */
export function toGate(
  gate: GateFile,
  placed: PlacedStep,
  graph: StepGraph,
  space: string | undefined,
): Gate {
  const fallback = gate.of === undefined ? measuredByDefault(placed, graph) : namesIn(gate.of);
  return {
    checks: gate.checks.map((check) => toCheck(check, fallback, space)),
    ...definedOnly({ onNoEvidence: gate.onNoEvidence }),
  };
}

function toCheck(check: CheckFile, fallback: string[], space: string | undefined): GateCheck {
  const measure = MEASURES.find((name) => check[name] !== undefined) ?? 'condition';
  const bounds = check[measure];
  if (typeof bounds !== 'object') {
    return { measure: 'condition', of: [], condition: bareText(bounds ?? '') };
  }
  const { of, baseline, onNoEvidence } = bounds;
  return {
    measure,
    of: of === undefined ? fallback : namesIn(of),
    ...numbers(bounds),
    ...definedOnly({
      ...given(bounds, ['evaluation', 'label', 'reason', 'between', 'range', 'significance']),
      baseline: baseline === undefined ? undefined : toBaseline(baseline, space),
      onNoEvidence,
    }),
  };
}

type Given = Partial<
  Pick<GateCheck, 'evaluation' | 'label' | 'reason' | 'between' | 'range' | 'significance'>
>;

/** The members of a check that stand in the file as they are. */
const given = (bounds: BoundsFile, names: readonly (keyof Given)[]): Given =>
  Object.fromEntries(names.flatMap((name) => (name in bounds ? [[name, (bounds as Given)[name]]] : [])));

const NUMBERS = [
  ...(['min', 'max', 'warnBelow', 'warnAbove', 'minSamples'] as const),
  ...(['maxDrop', 'maxRise', 'outsideControlLimits'] as const),
];

type Numbers = Partial<Record<(typeof NUMBERS)[number], number>>;

const numbers = (bounds: BoundsFile): Numbers =>
  definedOnly(
    Object.fromEntries(
      NUMBERS.map((name) => [name, written<number>((bounds as Record<string, number | string>)[name])]),
    ) as Numbers,
  );

function toBaseline(baseline: BaselineFile, space: string | undefined): Baseline {
  if (baseline === 'previous' || baseline === 'previousWindow' || baseline === 'sameWindowLastWeek')
    return { kind: baseline };
  if (typeof baseline === 'number') return { kind: 'value', value: baseline };
  // An expression provides the number when the step starts.
  if (typeof baseline === 'string') return { kind: 'value', value: 0 };
  const { experiment = '', dataset, trailing, range } = baseline;
  if (trailing !== undefined) return { kind: 'trailing', windows: trailing };
  if (range !== undefined) return { kind: 'range', ...range };
  return { kind: 'experiment', experiment, ...definedOnly({ dataset, space: baseline.space ?? space }) };
}
