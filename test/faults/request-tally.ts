import type { JournalRequest, Simulator } from '../../src/simulator/index.js';

export interface RequestCounts {
  readonly looks: number;
  readonly triggers: number;
}

const REFRESH_MS = 40;
const NONE: RequestCounts = { looks: 0, triggers: 0 };

/** The ID of the task or run that a path names; null where it names none. */
export function subjectId(path: string): string | null {
  const [, id] = /^\/v2\/(?:tasks|task-runs)\/([^/]+)/.exec(path) ?? [];
  return id === undefined ? null : decodeURIComponent(id);
}

/** Counts requests by task as they come, so that asking often costs little. May be 40 ms behind. */
export class RequestTally {
  readonly #simulator: Simulator;
  readonly #isCounted: (request: JournalRequest) => boolean;
  readonly #counts = new Map<string, RequestCounts>();
  #seq = 0;
  #refreshedAtMs = 0;

  constructor(simulator: Simulator, isCounted: (request: JournalRequest) => boolean) {
    this.#simulator = simulator;
    this.#isCounted = isCounted;
  }

  of(taskId: string): RequestCounts {
    if (Date.now() - this.#refreshedAtMs >= REFRESH_MS) this.#refresh();
    return this.#counts.get(taskId) ?? NONE;
  }

  lastSeq(): number {
    this.#refresh();
    return this.#seq;
  }

  #refresh(): void {
    const { requests, runs } = this.#simulator.journal(this.#seq);
    const taskOfRun = new Map(runs.map(({ runId, taskId }) => [runId, taskId]));
    for (const request of requests) this.#count(request, taskOfRun);
    this.#seq = requests.at(-1)?.seq ?? this.#seq;
    this.#refreshedAtMs = Date.now();
  }

  #count(request: JournalRequest, taskOfRun: ReadonlyMap<string, string>): void {
    const id = subjectId(request.path);
    if (id === null || !this.#isCounted(request)) return;
    const taskId = taskOfRun.get(id) ?? id;
    const { looks, triggers } = this.#counts.get(taskId) ?? NONE;
    const isLook = request.method === 'GET' && /\/task-runs\/[^/]+$/.test(request.path);
    const isTrigger = request.method === 'POST' && request.path.endsWith('/trigger');
    this.#counts.set(taskId, { looks: looks + (isLook ? 1 : 0), triggers: triggers + (isTrigger ? 1 : 0) });
  }
}
