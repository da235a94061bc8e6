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
  const { of, baseline, onNoEvidence, significance } = bounds;
  return {
    measure,
    of: of === undefined ? fallback : namesIn(of),
    ...numbers(bounds),
    ...definedOnly({
      evaluation: 'evaluation' in bounds ? bounds.evaluation : undefined,
      label: 'label' in bounds ? bounds.label : undefined,
      range: 'range' in bounds ? bounds.range : undefined,
      baseline: baseline === undefined ? undefined : toBaseline(baseline, space),
      significance,
      onNoEvidence,
    }),
  };
}

const numbers = (bounds: BoundsFile) =>
  definedOnly({
    min: written<number>(bounds.min),
    max: written<number>(bounds.max),
    warnBelow: written<number>(bounds.warnBelow),
    warnAbove: written<number>(bounds.warnAbove),
    minSamples: written<number>(bounds.minSamples),
    maxDrop: written<number>(bounds.maxDrop),
    maxRise: written<number>(bounds.maxRise),
  });

function toBaseline(baseline: BaselineFile, space: string | undefined): Baseline {
  if (baseline === 'previous') return { kind: 'previous' };
  if (typeof baseline === 'number') return { kind: 'value', value: baseline };
  // An expression provides the number when the step starts.
  if (typeof baseline === 'string') return { kind: 'value', value: 0 };
  const { experiment, dataset } = baseline;
  return { kind: 'experiment', experiment, ...definedOnly({ dataset, space: baseline.space ?? space }) };
}
