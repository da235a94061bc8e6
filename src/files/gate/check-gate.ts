import { MEASURES } from '../../model/gate/gate.js';
import type { Measure } from '../../model/gate/gate.js';
import type { Finding, ValuePath } from '../document/finding.js';
import { whatIsThere } from '../document/finding.js';
import { baselineFindings } from './check-baseline.js';
import { checkMeasured } from './check-measured.js';
import { checkWindows } from './check-windows.js';
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
  return under(
    ['gate'],
    [...inChecks, ...checkMeasured(placed, gate, graph), ...checkWindows(placed, gate, graph)],
  );
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

const BOUNDS = [...['min', 'max', 'warnBelow', 'warnAbove', 'maxDrop', 'maxRise'], 'outsideControlLimits'];
const DRIFT_BOUNDS = ['max', 'warnAbove'];
const SHARES: readonly Measure[] = [
  'successShare',
  'errorShare',
  'labelShare',
  'failedShare',
  'labelDrift',
  'agreement',
];

function boundFindings(bounds: LooseStep, measure: Measure): Finding[] {
  const given = membersAmong(bounds, BOUNDS);
  if (given.length === 0) {
    const possible = measure === 'labelDrift' ? DRIFT_BOUNDS : BOUNDS;
    return [{ path: [], message: `has no bound, expected one of ${possible.join(', ')}` }];
  }
  const expected = SHARES.includes(measure)
    ? 'a number from 0 to 1'
    : measure === 'samples'
      ? 'a number of at least 0'
      : null;
  const most = SHARES.includes(measure) ? 1 : Infinity;
  return given.flatMap((name): Finding[] => {
    const value = bounds[name];
    if (name === 'outsideControlLimits') return widthFindings(value);
    const isDrop = name === 'maxDrop' || name === 'maxRise';
    const least = isDrop || expected !== null ? 0 : -Infinity;
    if (typeof value !== 'number' || (value >= least && value <= most)) return [];
    return [
      { path: [name], message: `${whatIsThere(value)}, expected ${expected ?? 'a number of at least 0'}` },
    ];
  });
}

const widthFindings = (width: unknown): Finding[] =>
  typeof width !== 'number' || width > 0
    ? []
    : [
        {
          path: ['outsideControlLimits'],
          message: `${whatIsThere(width)}, expected a number above 0, like 3 (standard deviations)`,
        },
      ];

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
