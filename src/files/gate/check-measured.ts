import type { Finding, ValuePath } from '../document/finding.js';
import { itemsOfStep } from '../fan-out/items-of-step.js';
import { suggestion } from '../../model/base/near-name.js';
import { isFanOut, isRecord, workOf } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';
import type { PlacedStep, StepGraph } from '../pipeline/step-graph.js';

/** Checks that a gate measures runs: those of its own step, or of steps that it waits for. */
export function checkMeasured(placed: PlacedStep, gate: LooseStep, graph: StepGraph): Finding[] {
  const checks = Array.isArray(gate['checks']) ? (gate['checks'] as unknown[]) : [];
  const named = [
    ...nameFindings(gate['of'], ['of'], placed, graph),
    ...checks.flatMap((check, at) =>
      boundsOf(check).flatMap(([measure, bounds]) =>
        nameFindings(bounds['of'], ['checks', at, measure, 'of'], placed, graph),
      ),
    ),
  ];
  if (named.length > 0 || gate['of'] !== undefined) return named;
  if (measuredByDefault(placed, graph).length > 0) return [];
  return checks.flatMap((check, at) =>
    boundsOf(check)
      .filter(([, bounds]) => bounds['of'] === undefined)
      .map(([measure]) => ({
        path: ['checks', at, measure],
        message: 'has nothing to measure: set `of` to a step that runs a task',
      })),
  );
}

const boundsOf = (check: unknown): [string, LooseStep][] =>
  isRecord(check)
    ? Object.entries(check).filter((entry): entry is [string, LooseStep] => isRecord(entry[1]))
    : [];

const nameFindings = (of: unknown, path: ValuePath, placed: PlacedStep, graph: StepGraph): Finding[] =>
  namesIn(of).flatMap((name, at): Finding[] => {
    const message = nameProblem(name, placed, graph);
    return message === null ? [] : [{ path: Array.isArray(of) ? [...path, at] : path, message }];
  });

function nameProblem(name: string, placed: PlacedStep, graph: StepGraph): string | null {
  const slash = name.indexOf('/');
  const id = slash < 0 ? name : name.slice(0, slash);
  const found = graph.byId.get(id);
  const is = `is ${JSON.stringify(name)}`;
  if (found === undefined) {
    return `${is}, but no step has this id${suggestion(id, [...graph.byId.keys()])}`;
  }
  if (found !== placed && !graph.waitedFor(placed).has(id)) {
    return `${is}, but the step does not wait for ${id}: add ${id} to its needs`;
  }
  if (workOf(found.step) !== 'run') return `${is}, a step that runs no task`;
  return slash < 0 ? null : itemProblem(is, name.slice(slash + 1), found.step);
}

function itemProblem(is: string, key: string, step: LooseStep): string | null {
  if (!isFanOut(step)) return `${is}, but that step has no items: use its id alone`;
  const keys = itemsOfStep(step)?.map((item) => item.key);
  if (keys === undefined || keys.includes(key)) return null;
  return `${is}, but no item has this key${suggestion(key, keys) || `, expected one of ${keys.slice(0, 20).join(', ')}`}`;
}

/** The names in `of`, which is one name or a list. */
export const namesIn = (of: unknown): string[] =>
  (Array.isArray(of) ? (of as unknown[]) : [of]).filter((name) => typeof name === 'string');

/** What a gate without `of` measures: the step's own run or, if the step has only a gate, the runs that it needs. */
export function measuredByDefault({ step, id, needs }: PlacedStep, { byId }: StepGraph): string[] {
  if (workOf(step) === 'run') return id === null ? [] : [id];
  if (workOf(step) !== null) return [];
  return needs.filter((need) => {
    const needed = byId.get(need);
    return needed !== undefined && workOf(needed.step) === 'run';
  });
}
