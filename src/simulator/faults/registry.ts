import { ScriptedRules, type Scripted } from '../scripted.js';
import type { FaultMatch, FaultPoint, SimulatorFault } from './types.js';

/** The scripted faults, and the requests that they hold. */
export class FaultRegistry {
  readonly #rules = new ScriptedRules<SimulatorFault>();
  readonly #held = new Map<number, Set<() => void>>();

  add(fault: SimulatorFault): Scripted<SimulatorFault> {
    return this.#rules.add(fault);
  }

  list(): readonly Scripted<SimulatorFault>[] {
    return this.#rules.list();
  }

  take(request: FaultSubject): Scripted<SimulatorFault> | null {
    return this.#rules.take(({ match = {} }) => fits(match, request));
  }

  /** Removes one fault or all, letting go of what they hold. */
  remove(id?: number): number {
    const ids = id === undefined ? [...this.#held.keys()] : [id];
    for (const held of ids) this.release(held);
    return this.#rules.remove(id);
  }

  /** Requests held by a fault right now. */
  heldBy(id: number): number {
    return this.#held.get(id)?.size ?? 0;
  }

  /** Lets the requests go that a fault holds; says how many. */
  release(id: number): number {
    const waiting = this.#held.get(id) ?? new Set();
    this.#held.delete(id);
    for (const letGo of waiting) letGo();
    return waiting.size;
  }

  /** Waits, if the fault holds requests at this point. */
  async hold(fault: Scripted<SimulatorFault>, point: FaultPoint): Promise<void> {
    if (fault.rule.holdAt !== point) return;
    await new Promise<void>((resolve) => {
      const waiting = this.#held.get(fault.id) ?? new Set();
      waiting.add(resolve);
      this.#held.set(fault.id, waiting);
    });
  }
}

/** What a request is about, as far as faults are concerned. */
export interface FaultSubject {
  readonly method: string;
  readonly path: string;
  /** ID of the task that the path names, or whose run it names; null where it names none. */
  readonly taskId: string | null;
}

function fits(match: FaultMatch, { method, path, taskId }: FaultSubject): boolean {
  if (match.taskId !== undefined && match.taskId !== taskId) return false;
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  return match.path === undefined || pathPattern(match.path).test(path);
}

function pathPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  const source = escaped.replaceAll('**', '\0').replaceAll('*', '[^/]*').replaceAll('\0', '.*');
  return new RegExp(`^${source}$`);
}
