import { findCycle } from '../../model/pipeline/graph.js';
import type { Finding } from '../document/finding.js';
import { suggestion } from '../../model/base/near-name.js';
import type { PlacedStep, StepGraph } from './step-graph.js';

/** Checks that ids are unique, references name other steps, and no step waits for itself through others. */
export const checkOrder = (graph: StepGraph): Finding[] => [
  ...repeatedIds(graph),
  ...graph.all.flatMap((placed) => badReferences(placed, graph)),
  ...graph.all.flatMap(neverFailed),
  ...cycles(graph),
];

function repeatedIds({ all }: StepGraph): Finding[] {
  return all.flatMap((placed, at): Finding[] => {
    const first = all.findIndex(({ id }) => id === placed.id);
    const other = all[first];
    if (placed.id === null || first === at || other === undefined) return [];
    const message = `is ${JSON.stringify(placed.id)}, which is already the id of ${other.list}[${other.position}]`;
    return [{ path: [placed.list, placed.position, 'id'], message }];
  });
}

const badReferences = (placed: PlacedStep, graph: StepGraph): Finding[] =>
  (['needs', 'experimentsFrom'] as const).flatMap((member) => {
    const references = placed.step[member];
    if (!Array.isArray(references)) return [];
    return references.flatMap((id: unknown, entry): Finding[] => {
      const message = typeof id === 'string' ? referenceProblem(id, member, placed, graph) : null;
      return message === null ? [] : [{ path: [placed.list, placed.position, member, entry], message }];
    });
  });

function referenceProblem(
  id: string,
  member: 'needs' | 'experimentsFrom',
  placed: PlacedStep,
  { all, byId }: StepGraph,
): string | null {
  const is = `is ${JSON.stringify(id)}`;
  if (id === placed.id) return `${is}, its own id, expected the id of another step`;
  const other = byId.get(id);
  if (other === undefined) {
    const known = all.flatMap((each) => (each.id === null || each.id === placed.id ? [] : [each.id]));
    return `${is}, but no step has this id${suggestion(id, known)}`;
  }
  if (placed.list === 'steps' && other.list === 'finally') {
    return `${is}, a step of \`finally\`, which starts only after all of \`steps\` have ended`;
  }
  if (member === 'needs' && placed.list === 'finally' && other.list === 'steps') {
    return `${is}, a step of \`steps\`, which has always ended by then: use \`if\` to check how it ended`;
  }
  return null;
}

function neverFailed({ list, position, step, needs }: PlacedStep): Finding[] {
  if (list === 'finally' || step['when'] !== 'failure' || needs.length > 0) return [];
  const message = 'is "failure", but the step needs no step that could fail';
  return [{ path: [list, position, 'when'], message }];
}

function cycles({ all }: StepGraph): Finding[] {
  const nodes = all.flatMap(({ id, needs }) =>
    id === null ? [] : [{ id, needs: needs.filter((need) => need !== id) }],
  );
  const cycle = findCycle(nodes);
  if (cycle === null) return [];
  const first = all.find(({ id }) => id === cycle[0]);
  if (first === undefined) return [];
  const member = ['needs', 'experimentsFrom'].find((name) => first.step[name] !== undefined) ?? 'id';
  return [{ path: [first.list, first.position, member], message: cycleMessage(cycle) }];
}

const cycleMessage = (cycle: readonly string[]): string =>
  `steps wait for each other (${cycle.join(' → ')}); ` +
  'a step without `needs` waits for the step before it, `needs: []` waits for none';
