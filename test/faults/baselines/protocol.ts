/** What a baseline is asked for; a line of its file of intents, and a message to it. */
export interface BaselineOrder {
  readonly id: string;
  readonly taskId: string;
  readonly dataStartTime: string | null;
  readonly dataEndTime: string | null;
  /** Stop this intent, asked for before. */
  readonly isCancel: boolean;
}

/** What a baseline says in the end; a line of its file of results, and a message from it. */
export interface BaselineEnd {
  readonly id: string;
  /** Null where it believes that it started none. */
  readonly run: {
    readonly runId: string;
    readonly status: string;
    readonly counts: { readonly successes: number; readonly errors: number; readonly skipped: number };
  } | null;
}

export const BASELINE_READY = 'baseline ready';
