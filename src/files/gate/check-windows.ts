import type { Finding } from '../document/finding.js';
import { isRecord, membersAmong } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';
import type { PlacedStep, StepGraph } from '../pipeline/step-graph.js';
import { measuredByDefault, namesIn } from './check-measured.js';

/** Checks that what is read from the spans of a window is not asked of steps that work on experiments. */
export function checkWindows(placed: PlacedStep, gate: LooseStep, graph: StepGraph): Finding[] {
  const checks = Array.isArray(gate['checks']) ? (gate['checks'] as unknown[]) : [];
  const ofGate = gate['of'] === undefined ? measuredByDefault(placed, graph) : namesIn(gate['of']);
  return checks.flatMap((check, at) =>
    (isRecord(check) ? Object.entries(check) : []).flatMap(([measure, bounds]): Finding[] => {
      const need = isRecord(bounds) ? needOfWindow(measure, bounds) : null;
      if (need === null || !isRecord(bounds)) return [];
      const names = bounds['of'] === undefined ? ofGate : namesIn(bounds['of']);
      const step = names.find((name) => isOfExperiments(graph, name));
      if (step === undefined) return [];
      const message = `needs the spans of a project, but step ${step} works on experiments`;
      return [{ path: ['checks', at, measure, ...need], message }];
    }),
  );
}

/** What in a check is read from spans; null if nothing is. */
function needOfWindow(measure: string, { baseline, between }: LooseStep): (string | number)[] | null {
  if (measure === 'failedShare') return [];
  if (baseline === 'previousWindow' || baseline === 'sameWindowLastWeek') return ['baseline'];
  const [member] = isRecord(baseline) ? membersAmong(baseline, ['trailing', 'range']) : [];
  if (member !== undefined) return ['baseline', member];
  const at = namesIn(between).findIndex((name) => name.startsWith('annotation.'));
  return at < 0 ? null : ['between', at];
}

/** Fields that only steps on experiments have. */
const OF_EXPERIMENTS = [
  ...['experimentsFrom', 'experimentIds', 'experimentName', 'onNameTaken', 'datasetVersionId', 'exampleIds'],
  ...['maxExamples', 'evaluationTaskIds'],
];

function isOfExperiments({ byId }: StepGraph, name: string): boolean {
  const step = byId.get(name.split('/')[0] ?? name)?.step;
  return step !== undefined && membersAmong(step, OF_EXPERIMENTS).length > 0;
}
