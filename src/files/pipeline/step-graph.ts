import { isRecord, textsOf } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';

/** An unchecked step, with its place in the file. */
export interface PlacedStep {
  list: 'steps' | 'finally';
  position: number;
  step: LooseStep;
  /** Null if it has no usable id. */
  id: string | null;
  /** The ids of the steps that it waits for. */
  needs: string[];
}

/** All steps of a file, and which steps they wait for. */
export interface StepGraph {
  all: PlacedStep[];
  byId: ReadonlyMap<string, PlacedStep>;
  /** The ids that a step waits for, directly or through others; a step of `finally` waits for all of `steps`. */
  waitedFor: (placed: PlacedStep) => Set<string>;
}

/** The graph of the steps of a file. Its data is unchecked. */
export function graphOf(data: unknown): StepGraph {
  const all = [...placed(data, 'steps'), ...placed(data, 'finally')];
  const byId = new Map(all.flatMap((each) => (each.id === null ? [] : [[each.id, each] as const])));
  const main = all.filter(({ list }) => list === 'steps').flatMap(({ id }) => id ?? []);
  const waitedFor = (from: PlacedStep): Set<string> => {
    const found = new Set<string>(from.list === 'finally' ? main : []);
    const open = [...from.needs];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id)) continue;
      found.add(id);
      open.push(...(byId.get(id)?.needs ?? []));
    }
    return found;
  };
  return { all, byId, waitedFor };
}

function placed(data: unknown, list: 'steps' | 'finally'): PlacedStep[] {
  const steps: unknown = isRecord(data) ? data[list] : undefined;
  const loose = Array.isArray(steps)
    ? steps.map((step): LooseStep | null => (isRecord(step) ? step : null))
    : [];
  return loose.flatMap((step, position) =>
    step === null
      ? []
      : [
          {
            ...{ list, position, step },
            id: typeof step['id'] === 'string' ? step['id'] : null,
            needs: needsOf(orderOf(step), orderOf(loose[position - 1])),
          },
        ],
  );
}

const orderOf = (step: LooseStep | null | undefined) => ({
  id: step?.['id'],
  ...(Array.isArray(step?.['needs']) ? { needs: textsOf(step['needs']) } : {}),
  experimentsFrom: textsOf(step?.['experimentsFrom']),
});

/** The fields of a step that {@link needsOf} reads. */
interface StepOrder {
  id?: unknown;
  needs?: readonly string[] | undefined;
  experimentsFrom?: readonly string[] | undefined;
}

/**
 * The ids that a step waits for: its `needs`, else its `experimentsFrom`, else the step before it in the list. They
 * always include the steps whose experiments it uses.
 */
function needsOf(step: StepOrder, before: StepOrder | undefined): string[] {
  const sources = step.experimentsFrom ?? [];
  if (step.needs !== undefined) return [...new Set([...step.needs, ...sources])];
  if (sources.length > 0) return [...new Set(sources)];
  return typeof before?.id === 'string' ? [before.id] : [];
}
