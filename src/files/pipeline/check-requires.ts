import { isTemplate } from '../../expressions/split-template.js';
import { isResourceId } from '../../model/api/resource-id.js';
import type { Finding } from '../document/finding.js';
import { isRecord, membersAmong, workOf } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';
import type { PlacedStep } from './step-graph.js';

const KINDS = ['dataset', 'experiment', 'evaluator', 'integration'] as const;
type Kind = (typeof KINDS)[number];

const OWN: Record<string, Kind> = { minExamples: 'dataset', minRuns: 'experiment', version: 'evaluator' };

/** The kind of a requirement; null where it names nothing. An experiment may name its dataset. */
export const kindOfRequirement = (requirement: LooseStep): Kind | null =>
  (['experiment', 'dataset', 'evaluator', 'integration'] as const).find(
    (kind) => requirement[kind] !== undefined,
  ) ?? null;

/** Each requirement is of one kind, and its names can be found. `space` is the default of the step. */
export function checkRequires({ step }: PlacedStep, space: string | undefined): Finding[] {
  const { requires } = step;
  if (!Array.isArray(requires)) return [];
  const hasTask = workOf(step) === 'run' || workOf(step) === 'ensure';
  return requires.flatMap((requirement: unknown, at) =>
    isRecord(requirement)
      ? findings(requirement, requirement['space'] ?? step['space'] ?? space, hasTask).map((finding) => ({
          ...finding,
          path: ['requires', at, ...finding.path],
        }))
      : [],
  );
}

const ofNoTask: Finding = {
  path: ['evaluator'],
  at: 'key',
  message: 'is of the task of the step, which has none, expected task or ensure in the step',
};

function findings(requirement: LooseStep, space: unknown, hasTask: boolean): Finding[] {
  const kind = kindOfRequirement(requirement);
  if (kind === null) return [{ path: [], message: `names nothing, expected one of ${KINDS.join(', ')}` }];
  const [other] = membersAmong(requirement, KINDS).filter(
    (name) => name !== kind && !(kind === 'experiment' && name === 'dataset'),
  );
  if (other !== undefined) {
    return [{ path: [other], at: 'key', message: `stands beside ${kind}, expected an entry of its own` }];
  }
  const isOfNoTask = kind === 'evaluator' && !hasTask;
  return [
    ...(isOfNoTask ? [ofNoTask] : []),
    ...misfits(requirement, kind),
    ...withoutSpace(requirement, kind, space),
  ];
}

const misfits = (requirement: LooseStep, kind: Kind): Finding[] =>
  membersAmong(requirement, Object.keys(OWN))
    .filter((member) => OWN[member] !== kind)
    .map((member) => ({
      path: [member],
      at: 'key',
      message: `is of ${OWN[member]}, expected it beside one, not beside ${kind}`,
    }));

function withoutSpace(requirement: LooseStep, kind: Kind, space: unknown): Finding[] {
  const name = requirement[kind];
  if (space !== undefined || typeof name !== 'string' || isResourceId(name) || isTemplate(name)) return [];
  if (kind === 'experiment' && typeof requirement['dataset'] === 'string') return [];
  const message = `is ${JSON.stringify(name)}, a name, expected \`space\` beside it or at the top (or ARIZE_SPACE), or its ID`;
  return [{ path: [kind], message }];
}
