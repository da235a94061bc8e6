import type { NativeConnection } from '@temporalio/worker';
import { timeText } from './part.js';
import type { Part } from './part.js';

export interface TemporalIntervals {
  /** Between two checks that were answered. */
  checkMs: number;
  /** Between two checks while there is no answer. */
  recheckMs: number;
  /** For an answer. */
  timeoutMs: number;
}

export const TEMPORAL_INTERVALS: TemporalIntervals = { checkMs: 5000, recheckMs: 1000, timeoutMs: 3000 };

/** Asks Temporal for the namespace on the worker's own connection, at intervals: a probe of health never waits for it. */
export class TemporalHealth {
  readonly #connection: Pick<NativeConnection, 'withDeadline' | 'workflowService'>;
  readonly #namespace: string;
  readonly #intervals: TemporalIntervals;
  #lastOkMs: number | null = null;
  #problem: string | null = 'not asked yet';

  constructor(
    connection: Pick<NativeConnection, 'withDeadline' | 'workflowService'>,
    namespace: string,
    intervals = TEMPORAL_INTERVALS,
  ) {
    this.#connection = connection;
    this.#namespace = namespace;
    this.#intervals = intervals;
  }

  /** Asks once. @returns how long to rest before the next check */
  async check(): Promise<number> {
    const { checkMs, recheckMs, timeoutMs } = this.#intervals;
    const ask = () => this.#connection.workflowService.describeNamespace({ namespace: this.#namespace });
    try {
      await this.#connection.withDeadline(Date.now() + timeoutMs, ask);
      this.#lastOkMs = Date.now();
      this.#problem = null;
    } catch (error) {
      this.#problem = problemOf(error);
    }
    return this.#problem === null ? checkMs : recheckMs;
  }

  get part(): Part {
    const lastOkAt = timeText(this.#lastOkMs);
    return { ok: this.#problem === null, reason: this.#problem ?? 'Temporal answers', lastOkAt };
  }
}

/** By the status codes of gRPC. */
const PROBLEMS: Readonly<Record<number, string>> = {
  5: 'Temporal does not have the namespace',
  7: 'Temporal refuses the credentials',
  16: 'Temporal refuses the credentials',
};

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? Number(error.code) : Number.NaN;
  return PROBLEMS[code] ?? 'Temporal does not answer';
}
