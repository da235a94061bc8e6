import { isTemplate } from '../../expressions/split-template.js';
import { isResourceId } from '../../model/api/resource-id.js';
import { parseDurationMs } from '../../model/time/duration.js';
import type { Finding } from '../document/finding.js';
import { isRecord, membersAmong, workOf } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';
import type { PlacedStep } from './step-graph.js';

const KINDS = ['dataset', 'experiment', 'spans', 'evaluator', 'integration'] as const;
type RequirementKind = (typeof KINDS)[number];

const OWN: Record<string, RequirementKind> = {
  minExamples: 'dataset',
  minRuns: 'experiment',
  version: 'evaluator',
};

/** The kind of a requirement; null if it names nothing. An experiment may also name its dataset. */
export const kindOfRequirement = (requirement: LooseStep): RequirementKind | null =>
  (['experiment', 'dataset', 'spans', 'evaluator', 'integration'] as const).find(
    (kind) => requirement[kind] !== undefined,
  ) ?? null;

/** Checks that each requirement has one kind and that its names can be found. `space` is the step's default. */
export function checkRequires({ step }: PlacedStep, space: string | undefined): Finding[] {
  const { requires } = step;
  if (!Array.isArray(requires)) return [];
  const hasTask = workOf(step) === 'run' || workOf(step) === 'ensure';
  return requires.flatMap((requirement: unknown, at) =>
    isRecord(requirement)
      ? [
          ...findings(requirement, requirement['space'] ?? step['space'] ?? space, hasTask),
          ...waitFindings(requirement, step),
          ...spanFindings(requirement, step, hasTask),
        ].map((finding) => ({ ...finding, path: ['requires', at, ...finding.path] }))
      : [],
  );
}

const CAN_WAIT: readonly (RequirementKind | null)[] = ['dataset', 'experiment', 'spans', null];

/** `until` of a requirement. */
function waitFindings(requirement: LooseStep, step: LooseStep): Finding[] {
  const { until } = requirement;
  if (until === undefined) return [];
  const kind = kindOfRequirement(requirement);
  if (!CAN_WAIT.includes(kind)) {
    const message = `applies to dataset, experiment and spans, not to ${kind}`;
    return [{ path: ['until'], at: 'key', message }];
  }
  const [untilMs, timeoutMs] = [msOf(until), msOf(step['timeout'])];
  if (untilMs === null || timeoutMs === null || untilMs < timeoutMs) return [];
  const message = `is ${JSON.stringify(until)}, expected less than the timeout of the step (${String(step['timeout'])}), which includes it`;
  return [{ path: ['until'], message }];
}

const msOf = (text: unknown): number | null => (typeof text === 'string' ? parseDurationMs(text) : null);

/** Spans are those of the step's own window. */
function spanFindings({ spans, space }: LooseStep, step: LooseStep, hasTask: boolean): Finding[] {
  if (spans === undefined) return [];
  const window = isRecord(step['window']) ? step['window'] : {};
  const of = (message: string): Finding[] => [{ path: ['spans'], at: 'key', message }];
  if (!hasTask)
    return of('applies to the window of a task, which the step does not have: add task or ensure');
  if (window['start'] === undefined)
    return of('requires window.start in the step: it counts the spans of that window');
  return space === undefined
    ? []
    : [
        {
          path: ['space'],
          at: 'key',
          message: 'does not apply to spans: they are of the project of the task',
        },
      ];
}

const ofNoTask: Finding = {
  path: ['evaluator'],
  at: 'key',
  message: 'applies to the task of the step, which has none: add task or ensure',
};

function findings(requirement: LooseStep, space: unknown, hasTask: boolean): Finding[] {
  const kind = kindOfRequirement(requirement);
  if (kind === null) return [{ path: [], message: `names nothing, expected one of ${KINDS.join(', ')}` }];
  const [other] = membersAmong(requirement, KINDS).filter(
    (name) => name !== kind && !(kind === 'experiment' && name === 'dataset'),
  );
  if (other !== undefined) {
    return [{ path: [other], at: 'key', message: `cannot be combined with ${kind}: use a separate entry` }];
  }
  const isOfNoTask = kind === 'evaluator' && !hasTask;
  return [
    ...(isOfNoTask ? [ofNoTask] : []),
    ...misfits(requirement, kind),
    ...withoutSpace(requirement, kind, space),
  ];
}

const misfits = (requirement: LooseStep, kind: RequirementKind): Finding[] =>
  membersAmong(requirement, Object.keys(OWN))
    .filter((member) => OWN[member] !== kind)
    .map((member) => ({
      path: [member],
      at: 'key',
      message: `applies to ${OWN[member]}, not to ${kind}`,
    }));

function withoutSpace(requirement: LooseStep, kind: RequirementKind, space: unknown): Finding[] {
  const name = requirement[kind];
  if (space !== undefined || typeof name !== 'string' || isResourceId(name) || isTemplate(name)) return [];
  if (kind === 'experiment' && typeof requirement['dataset'] === 'string') return [];
  const message = `is ${JSON.stringify(name)}, a name: set \`space\` in the step or at the top (or ARIZE_SPACE), or use its ID`;
  return [{ path: [kind], message }];
}
