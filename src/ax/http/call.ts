/** One request of the API, checked and ready. */
export interface Call {
  /** What it does, as an imperative with its exact subject: `get task run "…"`. */
  what: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From `/v2` on, percent-encoded. */
  path: string;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /**
   * `unsafe`: sending it twice may do it twice (create, trigger). It goes on a connection of its own, so that it never
   * meets a kept-alive socket that the server is closing, and an unclear end is an AmbiguousError.
   */
  safety: 'safe' | 'unsafe';
  /** What it would give a name to: a refusal that speaks of a taken name is then a ConflictError. */
  names?: boolean;
  signal?: AbortSignal | undefined;
}

/** What every method takes last. */
export interface CallOptions {
  signal?: AbortSignal;
}
