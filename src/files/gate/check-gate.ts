import { MEASURES } from '../../model/gate/gate.js';
import type { Measure } from '../../model/gate/gate.js';
import { isResourceId } from '../../model/api/resource-id.js';
import { isTemplate } from '../../expressions/split-template.js';
import type { Finding, ValuePath } from '../document/finding.js';
import { whatIsThere } from '../document/finding.js';
import { checkMeasured } from './check-measured.js';
import { isRecord, membersAmong } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';
import type { PlacedStep, StepGraph } from '../pipeline/step-graph.js';

/** Checks that each check of a gate has one measure, bounds that can be met, and something to measure. */
export function checkGate(placed: PlacedStep, graph: StepGraph, space: string | undefined): Finding[] {
  const { gate } = placed.step;
  if (!isRecord(gate) || !Array.isArray(gate['checks'])) return [];
  const inChecks = gate['checks'].flatMap((check: unknown, at) =>
    isRecord(check) ? under(['checks', at], checkFindings(check, placed.step['space'] ?? space)) : [],
  );
  return under(['gate'], [...inChecks, ...checkMeasured(placed, gate, graph)]);
}

const under = (path: ValuePath, findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, path: [...path, ...finding.path] }));

function checkFindings(check: LooseStep, space: unknown): Finding[] {
  const [measure, other] = membersAmong(check, MEASURES) as Measure[];
  if (measure === undefined)
    return [{ path: [], message: `measures nothing, expected one of ${MEASURES.join(', ')}` }];
  if (other !== undefined) {
    return [
      { path: [other], at: 'key', message: `cannot be combined with ${measure}: use a separate check` },
    ];
  }
  const bounds = check[measure];
  if (!isRecord(bounds)) return [];
  return under(
    [measure],
    [
      ...boundFindings(bounds, measure),
      ...rangeFindings(bounds),
      ...baselineFindings(bounds, measure, space),
    ],
  );
}

const BOUNDS = ['min', 'max', 'warnBelow', 'warnAbove', 'maxDrop', 'maxRise'];
const SHARES: readonly Measure[] = ['successShare', 'errorShare', 'labelShare'];

function boundFindings(bounds: LooseStep, measure: Measure): Finding[] {
  const given = membersAmong(bounds, BOUNDS);
  if (given.length === 0) {
    return [{ path: [], message: `has no bound, expected one of ${BOUNDS.join(', ')}` }];
  }
  const expected = SHARES.includes(measure)
    ? 'a number from 0 to 1'
    : measure === 'samples'
      ? 'a number of at least 0'
      : null;
  const most = SHARES.includes(measure) ? 1 : Infinity;
  return given.flatMap((name): Finding[] => {
    const value = bounds[name];
    const isDrop = name === 'maxDrop' || name === 'maxRise';
    const least = isDrop || expected !== null ? 0 : -Infinity;
    if (typeof value !== 'number' || (value >= least && value <= most)) return [];
    return [
      { path: [name], message: `${whatIsThere(value)}, expected ${expected ?? 'a number of at least 0'}` },
    ];
  });
}

/** Checks for bounds that other bounds make useless. */
function rangeFindings(bounds: LooseStep): Finding[] {
  const { min, max, warnBelow, warnAbove } = bounds;
  const wrong = (name: string, expected: string): Finding => ({
    path: [name],
    message: `${whatIsThere(bounds[name])}, expected ${expected}`,
  });
  return [
    ...orderOfRange(bounds),
    ...(isOver(min, max) ? [wrong('max', `at least min (${String(min)})`)] : []),
    ...(isReached(min, warnBelow)
      ? [wrong('warnBelow', `more than min (${String(min)}); otherwise it never warns`)]
      : []),
    ...(isReached(warnAbove, max)
      ? [wrong('warnAbove', `less than max (${String(max)}); otherwise it never warns`)]
      : []),
  ];
}

function orderOfRange({ range }: LooseStep): Finding[] {
  if (!Array.isArray(range) || !isReached(range[0], range[1])) return [];
  return [{ path: ['range'], message: `${whatIsThere(range)}, expected the lowest possible score first` }];
}

const isOver = (low: unknown, high: unknown): boolean =>
  typeof low === 'number' && typeof high === 'number' && low > high;

const isReached = (low: unknown, high: unknown): boolean =>
  typeof low === 'number' && typeof high === 'number' && low >= high;

const TESTED: readonly Measure[] = ['meanScore', 'medianScore', 'labelShare'];

function baselineFindings(bounds: LooseStep, measure: Measure, space: unknown): Finding[] {
  const { baseline, significance } = bounds;
  const [change] = membersAmong(bounds, ['maxDrop', 'maxRise']);
  const key = (name: string, message: string): Finding[] => [{ path: [name], at: 'key', message }];
  if (baseline === undefined) {
    const [alone] = membersAmong(bounds, ['maxDrop', 'maxRise', 'significance']);
    return alone === undefined ? [] : key(alone, 'has no effect without baseline');
  }
  if (change === undefined) {
    return key('baseline', 'has no effect without maxDrop or maxRise');
  }
  if (significance === undefined) return nameFindings(baseline, space);
  if (!TESTED.includes(measure)) {
    return key('significance', `is not available for ${measure}, only for ${TESTED.join(', ')}`);
  }
  if (typeof significance === 'number' && !(significance > 0 && significance < 1)) {
    const message = `${whatIsThere(significance)}, expected a number between 0 and 1, like 0.05`;
    return [{ path: ['significance'], message }];
  }
  if (baseline !== 'previous' && !isRecord(baseline)) {
    return key(
      'significance',
      'cannot be tested against a number: use previous or an experiment as the baseline',
    );
  }
  return nameFindings(baseline, space);
}

function nameFindings(baseline: unknown, space: unknown): Finding[] {
  if (!isRecord(baseline)) return [];
  const { experiment, dataset, space: own } = baseline;
  if (typeof experiment !== 'string' || isResourceId(experiment) || isTemplate(experiment)) return [];
  if (dataset !== undefined || own !== undefined || space !== undefined) return [];
  const message = `is ${JSON.stringify(experiment)}, a name: add \`dataset\` or \`space\`, or use its ID`;
  return [{ path: ['baseline', 'experiment'], message }];
}
