import { notFound } from '../problem.js';
import type { Ordered } from './types.js';

/** Records of one kind, by id, in the order in which they were made. */
export class Collection<T extends Ordered & { readonly id: string }> {
  readonly #byId = new Map<string, T>();

  /** `noun` names the kind in refusals: "Project", "AI integration". */
  constructor(readonly noun: string) {}

  add(record: T): T {
    this.#byId.set(record.id, record);
    return record;
  }

  find(id: string): T | undefined {
    return this.#byId.get(id);
  }

  /** The record, or the 404 of the service. */
  get(id: string): T {
    const record = this.#byId.get(id);
    if (record === undefined) throw notFound(this.noun, id);
    return record;
  }

  all(): readonly T[] {
    return [...this.#byId.values()];
  }

  delete(id: string): void {
    this.#byId.delete(id);
  }
}
