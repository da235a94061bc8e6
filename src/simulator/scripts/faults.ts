import { ScriptedRules, type Scripted } from './scripted.js';
import type { Repetition } from './scripted.js';
import type { ListOrder } from '../store/cursor.js';

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
  /** ID of the task that the path names, or whose run it names; null if it names none. */
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

/** Points of a request at which a fault can act. */
export type FaultPoint =
  /** The request line and headers are in; the body may not be. */
  | 'headers'
  /** The request is whole and nothing has come of it. */
  | 'before-effect'
  /** The request took effect and nothing was answered. */
  | 'after-effect';

/** What the client gets instead of the proper answer. */
export type FaultAnswer =
  /** Another answer. A body that is not a string is sent as JSON. The request has no effect unless `afterEffect`. */
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
      readonly afterEffect?: boolean;
    }
  /** The connection closes without an answer; with `reset` by RST instead of FIN. */
  | { readonly kind: 'drop'; readonly at: FaultPoint; readonly reset?: boolean }
  /** The proper answer breaks off after `bytes` of its body (default: half of it). */
  | { readonly kind: 'half'; readonly bytes?: number }
  /** The proper status with a body that is not JSON. */
  | { readonly kind: 'garbage' }
  /** The proper status with a body that never ends. */
  | { readonly kind: 'endless' }
  /** The proper answer, this many bytes of body a second. Default 1. */
  | { readonly kind: 'trickle'; readonly bytesPerSecond?: number }
  /** The proper answer with these members added to its body, or put in place of those it has. */
  | { readonly kind: 'extend'; readonly members: Readonly<Record<string, unknown>> }
  /** A redirect; the request has no effect. Default status 302. */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number };

/** Which requests a fault is for. */
export interface FaultMatch {
  /** HTTP method; left out matches all. */
  readonly method?: string;
  /** Path with `*` for one segment and `**` for any rest, such as `/v2/tasks/*` + `/trigger`; left out matches all. */
  readonly path?: string;
  /** ID of a task: requests that name it or one of its runs; left out matches all. */
  readonly taskId?: string;
}

/** Something that goes wrong with the next matching requests. Members combine. */
export interface SimulatorFault extends Repetition {
  /** For the reader of the journal. */
  readonly name?: string;
  readonly match?: FaultMatch;
  /** Waits this long with the whole request in hand, before it takes effect. */
  readonly delayMs?: number;
  /** Waits this long after the effect, before the answer. */
  readonly delayAnswerMs?: number;
  /** Stops here until the fault is released or removed. */
  readonly holdAt?: FaultPoint;
  readonly answer?: FaultAnswer;
  /** Hides a run that this request creates, for a time or for a number of list requests. */
  readonly hideRun?: { readonly ms?: number; readonly lists?: number; readonly alsoFromGet?: boolean };
  /** How a listing comes out: its order, what it does not show yet, and, of spans, what it shows again. */
  readonly list?: {
    readonly order?: ListOrder;
    readonly omitNewerThanMs?: number;
    readonly repeatLast?: number;
    readonly repeatCursor?: boolean;
    readonly refuseCursor?: boolean;
  };
}
