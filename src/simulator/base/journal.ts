import type { RunRecord } from '../store/run-types.js';

/** How far a request got. */
export type RequestStage = 'headers' | 'body' | 'effect' | 'answered' | 'cut';

/** One request as it arrived. The `authorization` header is never kept. */
export interface JournalRequest {
  readonly seq: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, the raw text if it was not JSON, or null without a body. */
  body: unknown;
  /** `headers` until the body is whole, `effect` once the request took effect, `cut` when the connection was dropped. */
  stage: RequestStage;
  /** Status answered; null while under way, or when no answer was sent. */
  status: number | null;
  /** Id of the scripted fault that was applied, if any. */
  fault: number | null;
}

/** One run that came into being. */
export interface JournalRun {
  readonly runId: string;
  readonly taskId: string;
  /** The trigger request, or null for a run that the service started itself. */
  readonly requestSeq: number | null;
  /** The experiment run after which the service started this one. */
  readonly parentRunId: string | null;
  readonly createdAt: string;
  /** When it ended, whether polled or not; null while it is active. */
  readonly finishedAt: string | null;
  /** Its window, of a project task. */
  readonly dataStartTime: string | null;
  readonly dataEndTime: string | null;
  /** Status at the time of asking. */
  readonly status: string;
  /** Counts at the time of asking. */
  readonly counts: { readonly successes: number; readonly errors: number; readonly skipped: number };
  readonly failureReason: string | null;
}

/** What was asked of the simulator so far, and the runs that came of it. */
export interface JournalSnapshot {
  readonly requests: readonly JournalRequest[];
  readonly runs: readonly JournalRun[];
  /** Requests no longer held because the journal reached its limit. */
  readonly dropped: number;
}

interface RunOrigin {
  readonly requestSeq: number | null;
  readonly parentRunId: string | null;
}

/** What the simulator saw and did, in order: the record that trials are judged by. */
export class Journal {
  readonly #limit: number;
  #requests: JournalRequest[] = [];
  #runs: { record: RunRecord; origin: RunOrigin }[] = [];
  #seq = 0;
  #dropped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  open(request: Pick<JournalRequest, 'at' | 'method' | 'path' | 'query' | 'headers'>): JournalRequest {
    this.#seq += 1;
    const entry: JournalRequest = {
      seq: this.#seq,
      ...request,
      body: null,
      stage: 'headers',
      status: null,
      fault: null,
    };
    this.#requests.push(entry);
    this.#trim();
    return entry;
  }

  runCreated(record: RunRecord, origin: RunOrigin): void {
    this.#runs.push({ record, origin });
  }

  /** A copy; `sinceSeq` leaves out requests up to and with that one. */
  snapshot(sinceSeq = 0): JournalSnapshot {
    return {
      requests: this.#requests.filter((entry) => entry.seq > sinceSeq).map((entry) => ({ ...entry })),
      runs: this.#runs.map(({ record, origin }) => ({
        runId: record.wire.id,
        taskId: record.wire.task_id,
        ...origin,
        createdAt: record.wire.created_at,
        finishedAt: record.wire.run_finished_at,
        dataStartTime: record.wire.data_start_time,
        dataEndTime: record.wire.data_end_time,
        status: record.wire.status,
        counts: {
          successes: record.wire.num_successes,
          errors: record.wire.num_errors,
          skipped: record.wire.num_skipped,
        },
        failureReason: record.wire.failure_reason,
      })),
      dropped: this.#dropped,
    };
  }

  #trim(): void {
    if (this.#requests.length <= this.#limit * 1.1) return;
    const excess = this.#requests.length - this.#limit;
    this.#requests = this.#requests.slice(excess);
    this.#dropped += excess;
  }
}
