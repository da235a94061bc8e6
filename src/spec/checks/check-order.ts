import { findCycle } from '../../model/order.js';
import type { Finding } from '../finding.js';
import { suggestion } from '../near-name.js';
import { needsOf } from '../needs-of.js';
import { textsOf } from './loose-step.js';
import type { LooseStep } from './loose-step.js';

/** Ids are unique, every reference names another step, and no step waits for itself by way of others. */
export const checkOrder = (steps: readonly LooseStep[]): Finding[] => [
  ...repeatedIds(steps),
  ...steps.flatMap((step, position) => badReferences(step, position, steps)),
  ...cycles(steps),
];

function repeatedIds(steps: readonly LooseStep[]): Finding[] {
  const ids = steps.map((step) => step['id']);
  return ids.flatMap((id, position) => {
    const first = ids.indexOf(id);
    if (typeof id !== 'string' || first === position) return [];
    return [
      {
        path: ['steps', position, 'id'],
        message: `is ${JSON.stringify(id)}, which is already the id of steps[${first}], expected another`,
      },
    ];
  });
}

function badReferences(step: LooseStep, position: number, steps: readonly LooseStep[]): Finding[] {
  const known = steps.map((other) => other['id']).filter((id) => typeof id === 'string');
  return ['needs', 'experimentsFrom'].flatMap((member) => {
    const references = step[member];
    if (!Array.isArray(references)) return [];
    return references.flatMap((id: unknown, entry): Finding[] => {
      const message = typeof id === 'string' ? referenceProblem(id, step, known) : null;
      return message === null ? [] : [{ path: ['steps', position, member, entry], message }];
    });
  });
}

function referenceProblem(id: string, step: LooseStep, known: readonly string[]): string | null {
  if (id === step['id']) return `is ${JSON.stringify(id)}, the step itself, expected the id of another step`;
  if (known.includes(id)) return null;
  const others = known.filter((other) => other !== step['id']);
  return `is ${JSON.stringify(id)}, which no step has as its id, expected the id of another step${suggestion(id, others)}`;
}

function cycles(steps: readonly LooseStep[]): Finding[] {
  const nodes = steps.flatMap((step, position) => {
    const id = step['id'];
    if (typeof id !== 'string') return [];
    return [
      { id, needs: needsOf(orderOf(step), orderOf(steps[position - 1])).filter((need) => need !== id) },
    ];
  });
  const cycle = findCycle(nodes);
  if (cycle === null) return [];
  const position = steps.findIndex((step) => step['id'] === cycle[0]);
  const first = steps[position];
  const path = ['needs', 'experimentsFrom'].find((member) => first?.[member] !== undefined) ?? 'id';
  return [{ path: ['steps', position, path], message: cycleMessage(cycle) }];
}

const orderOf = (step: LooseStep | undefined) => ({
  id: step?.['id'],
  ...(Array.isArray(step?.['needs']) ? { needs: textsOf(step['needs']) } : {}),
  experimentsFrom: textsOf(step?.['experimentsFrom']),
});

const cycleMessage = (cycle: readonly string[]): string =>
  `steps wait for each other (${cycle.join(' → ')}), expected an order without a circle; ` +
  'a step without `needs` waits for the one before it, `needs: []` for none';
