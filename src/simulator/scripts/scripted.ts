/** How often a scripted rule applies: the first `skip` matches pass it by, the next `times` use it. */
export interface Repetition {
  /** Matches to let pass first. Default 0. */
  readonly skip?: number;
  /** Matches to apply to; `always` never runs out. Default 1. */
  readonly times?: number | 'always';
}

/** A rule as it stands now. */
export interface Scripted<T extends Repetition> {
  readonly id: number;
  readonly rule: T;
  /** Matches seen so far, the passed-by ones included. */
  readonly seen: number;
  /** Times the rule was applied. */
  readonly applied: number;
}

/** Rules in the order given; the first that matches and is not used up applies. */
export class ScriptedRules<T extends Repetition> {
  #rules: { id: number; rule: T; seen: number; applied: number }[] = [];
  #nextId = 1;

  add(rule: T): Scripted<T> {
    const entry = { id: this.#nextId, rule, seen: 0, applied: 0 };
    this.#nextId += 1;
    this.#rules.push(entry);
    return { ...entry };
  }

  /** The first rule that fits and is neither waiting nor used up. Rules before it count the match as seen. */
  take(fits: (rule: T) => boolean): Scripted<T> | null {
    let taken: Scripted<T> | null = null;
    for (const entry of this.#rules) {
      if (taken !== null || !fits(entry.rule)) continue;
      entry.seen += 1;
      if (entry.seen <= (entry.rule.skip ?? 0) || usedUp(entry)) continue;
      entry.applied += 1;
      taken = { ...entry };
    }
    return taken;
  }

  list(): readonly Scripted<T>[] {
    return this.#rules.map((entry) => ({ ...entry }));
  }

  /** Removes one rule, or all of them; says how many went. */
  remove(id?: number): number {
    const before = this.#rules.length;
    this.#rules = id === undefined ? [] : this.#rules.filter((entry) => entry.id !== id);
    return before - this.#rules.length;
  }
}

function usedUp<T extends Repetition>(entry: { readonly rule: T; readonly applied: number }): boolean {
  const times = entry.rule.times ?? 1;
  return times !== 'always' && entry.applied >= times;
}
