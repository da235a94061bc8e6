/** What the order of steps depends on. */
export interface GraphNode {
  id: string;
  needs: readonly string[];
}

/** Steps in an order in which each comes after all steps that it needs, otherwise in list order. Unknown needs are ignored. */
export function inOrder<S extends GraphNode>(steps: readonly S[]): S[] {
  return levelsOf(steps).flat();
}

/**
 * The steps by level: the first level needs nothing, each other level needs a step of the level before. Steps on a cycle
 * are left out.
 */
export function levelsOf<S extends GraphNode>(steps: readonly S[]): S[][] {
  const known = new Set(steps.map(({ id }) => id));
  const dependents = new Map<string, S[]>();
  const open = new Map<string, number>();
  for (const step of steps) {
    const needs = new Set(step.needs.filter((id) => known.has(id)));
    open.set(step.id, needs.size);
    for (const id of needs) listAt(dependents, id).push(step);
  }
  const position = new Map(steps.map(({ id }, at) => [id, at]));
  const levels: S[][] = [];
  let level = steps.filter(({ id }) => open.get(id) === 0);
  while (level.length > 0) {
    levels.push(level);
    const next = level.flatMap(({ id }) =>
      (dependents.get(id) ?? []).filter((step) => {
        const left = (open.get(step.id) ?? 0) - 1;
        open.set(step.id, left);
        return left === 0;
      }),
    );
    level = next.sort((a, b) => (position.get(a.id) ?? 0) - (position.get(b.id) ?? 0));
  }
  return levels;
}

function listAt<S>(lists: Map<string, S[]>, id: string): S[] {
  const list = lists.get(id) ?? [];
  lists.set(id, list);
  return list;
}

/**
 * For each step, the nearest step through which every path to it leads (its dominator), or null if there is none. A tree of
 * the steps shows each step under its dominator.
 */
export function dominatorsOf(steps: readonly GraphNode[]): Map<string, string | null> {
  const dominators = new Map<string, string | null>();
  const depths = new Map<string, number>();
  for (const { id, needs } of inOrder(steps)) {
    const known = needs.filter((need) => dominators.has(need));
    const [first = null, ...others] = known;
    const dominator = others.reduce<string | null>((a, b) => meet(a, b, dominators, depths), first);
    dominators.set(id, dominator);
    depths.set(id, dominator === null ? 0 : (depths.get(dominator) ?? 0) + 1);
  }
  return dominators;
}

function meet(
  a: string | null,
  b: string | null,
  dominators: ReadonlyMap<string, string | null>,
  depths: ReadonlyMap<string, number>,
): string | null {
  let [left, right] = [a, b];
  while (left !== null && right !== null && left !== right) {
    if ((depths.get(left) ?? 0) >= (depths.get(right) ?? 0)) left = dominators.get(left) ?? null;
    else right = dominators.get(right) ?? null;
  }
  return left === null || right === null ? null : left;
}

/** All steps that a step needs, directly or through others. */
export function ancestorsOf(id: string, steps: ReadonlyMap<string, GraphNode>): Set<string> {
  const found = new Set<string>();
  const queue = [...(steps.get(id)?.needs ?? [])];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (found.has(at) || !steps.has(at)) continue;
    found.add(at);
    queue.push(...(steps.get(at)?.needs ?? []));
  }
  return found;
}

/** A cycle as a path back to its first step (`a`, `b`, `a`), or null. Unknown ids are ignored. */
export function findCycle(steps: readonly GraphNode[]): string[] | null {
  const needsOf = new Map(steps.map((step) => [step.id, step.needs]));
  const finished = new Set<string>();
  for (const step of steps) {
    const cycle = cycleFrom(step.id, [], needsOf, finished);
    if (cycle !== null) return cycle;
  }
  return null;
}

function cycleFrom(
  id: string,
  path: readonly string[],
  needsOf: ReadonlyMap<string, readonly string[]>,
  finished: Set<string>,
): string[] | null {
  const at = path.indexOf(id);
  if (at >= 0) return [...path.slice(at), id];
  if (finished.has(id)) return null;
  for (const needed of needsOf.get(id) ?? []) {
    const cycle = cycleFrom(needed, [...path, id], needsOf, finished);
    if (cycle !== null) return cycle;
  }
  finished.add(id);
  return null;
}
