import { findCycle } from '../../model/pipeline/graph.js';
import type { Finding } from '../document/finding.js';
import { suggestion } from '../document/near-name.js';
import type { PlacedStep, StepGraph } from './step-graph.js';

/** Ids are unique, every reference names another step, and no step waits for itself by way of others. */
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
    const message = `is ${JSON.stringify(placed.id)}, which is already the id of ${other.list}[${other.position}], expected another`;
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
  if (id === placed.id) return `${is}, the step itself, expected the id of another step`;
  const other = byId.get(id);
  if (other === undefined) {
    const known = all.flatMap((each) => (each.id === null || each.id === placed.id ? [] : [each.id]));
    return `${is}, which no step has as its id, expected the id of another step${suggestion(id, known)}`;
  }
  if (placed.list === 'steps' && other.list === 'finally') {
    return `${is}, a step of finally, which starts when all of steps have ended, expected the id of another step`;
  }
  if (member === 'needs' && placed.list === 'finally' && other.list === 'steps') {
    return `${is}, a step of steps, all of which have ended by then, expected a step of finally; use \`if\` to ask how it ended`;
  }
  return null;
}

function neverFailed({ list, position, step, needs }: PlacedStep): Finding[] {
  if (list === 'finally' || step['when'] !== 'failure' || needs.length > 0) return [];
  const message = 'is "failure", but the step waits for none that could fail, expected one among its needs';
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
  `steps wait for each other (${cycle.join(' → ')}), expected an order without a circle; ` +
  'a step without `needs` waits for the one before it, `needs: []` for none';
