import { ancestorsOf, dominatorsOf, inOrder } from '../../model/pipeline/graph.js';
import type { GraphNode } from '../../model/pipeline/graph.js';
import type { Style } from '../style.js';

/** A step in its place: the lines that lead to it. */
export interface TreeRow<S> {
  step: S;
  guide: string;
}

type Node = GraphNode & { isFinally?: boolean };

interface Glyphs {
  top: string;
  branch: string;
  last: string;
  pass: string;
}

const UNICODE: Glyphs = { top: '┌ ', branch: '├ ', last: '└ ', pass: '│ ' };
const ASCII: Glyphs = { top: '+ ', branch: '+ ', last: '+ ', pass: '| ' };
/** Deeper branches are drawn at this depth, so that there is room for names. */
const MAX_DEPTH = 6;

/**
 * Steps in the order in which they run. Steps at one level run one after the other; branches that run side by side stand
 * under the step before them, and what waits for all of them follows at the level of that step.
 */
export function stepTree<S extends Node>(
  steps: readonly S[],
  { unicode }: Pick<Style, 'unicode'>,
): TreeRow<S>[] {
  const glyphs = unicode ? UNICODE : ASCII;
  const main = steps.filter(({ isFinally }) => isFinally !== true);
  const last = steps.filter(({ isFinally }) => isFinally === true);
  return [...new Drawing(main, glyphs).rows(), ...new Drawing(last, glyphs).rows()];
}

class Drawing<S extends Node> {
  readonly #steps: ReadonlyMap<string, S>;
  readonly #after = new Map<string | null, S[]>();
  readonly #glyphs: Glyphs;

  constructor(steps: readonly S[], glyphs: Glyphs) {
    this.#glyphs = glyphs;
    this.#steps = new Map(steps.map((step) => [step.id, step]));
    const dominators = dominatorsOf(steps);
    for (const step of inOrder(steps)) {
      const before = dominators.get(step.id) ?? null;
      const siblings = this.#after.get(before);
      if (siblings === undefined) this.#after.set(before, [step]);
      else siblings.push(step);
    }
  }

  rows(): TreeRow<S>[] {
    return this.#series(null, '');
  }

  /** What follows a step: its branches, and what waits for all of these. */
  #series(before: string | null, guide: string): TreeRow<S>[] {
    const rows: TreeRow<S>[] = [];
    const following = [...(this.#after.get(before) ?? [])];
    const join = this.#joinOf(following);
    const branches = join === null ? following : following.slice(0, -1);
    if (branches.length === 1) rows.push(...this.#node(branches[0] as S, guide, guide));
    else rows.push(...branches.flatMap((step, at) => this.#branch(step, guide, at, branches.length)));
    if (join !== null) rows.push(...this.#node(join, guide, guide));
    return rows;
  }

  #branch(step: S, guide: string, at: number, count: number): TreeRow<S>[] {
    const { top, branch, last, pass } = this.#glyphs;
    if (guide.length >= 2 * MAX_DEPTH) return this.#node(step, guide, guide);
    const isTop = at === 0 && step === this.#after.get(null)?.[0];
    const glyph = isTop ? top : at === count - 1 ? last : branch;
    return this.#node(step, guide + glyph, guide + (at === count - 1 ? '  ' : pass));
  }

  #node(step: S, guide: string, below: string): TreeRow<S>[] {
    return [{ step, guide }, ...this.#series(step.id, below)];
  }

  /** The last one, if it waits for all the others. */
  #joinOf(following: readonly S[]): S | null {
    const join = following.at(-1);
    if (join === undefined || following.length === 1) return null;
    const needed = ancestorsOf(join.id, this.#steps);
    return following.slice(0, -1).every(({ id }) => needed.has(id)) ? join : null;
  }
}
