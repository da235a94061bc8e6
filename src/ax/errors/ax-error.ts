import type { FailureType } from '../../model/temporal/failure-types.js';

/** What is known about a failed call. Nothing in here comes from our own headers, key or request body. */
export interface AxErrorDetails {
  /** HTTP status; absent where no answer came. */
  status?: number;
  /** The problem's `type` URI (contract section 1.2). */
  type?: string;
  title?: string;
  detail?: string;
  requestId?: string;
  /** How long the server asks to wait; absent where it does not say, or not understandably. */
  retryAfterMs?: number;
  method?: string;
  /** Without query and without the base URL's own path. */
  path?: string;
  /** Further members of the problem, for example `error_code` or `required_plan`. */
  extra?: Record<string, unknown>;
  /** The caller's signal, not the network, ended the call. */
  aborted?: boolean;
  cause?: Error;
}

/** Every failure of the client. `kind` is the stable type under which workflows know it. */
export abstract class AxError extends Error {
  abstract readonly kind: FailureType;
  readonly status: number | null;
  readonly type: string | null;
  readonly title: string | null;
  readonly detail: string | null;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
  readonly method: string | null;
  readonly path: string | null;
  readonly extra: Record<string, unknown>;
  readonly aborted: boolean;

  constructor(message: string, details: AxErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = details.status ?? null;
    this.type = details.type ?? null;
    this.title = details.title ?? null;
    this.detail = details.detail ?? null;
    this.requestId = details.requestId ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.method = details.method ?? null;
    this.path = details.path ?? null;
    this.extra = details.extra ?? {};
    this.aborted = details.aborted ?? false;
  }
}

export type AxErrorClass = new (message: string, details?: AxErrorDetails) => AxError;
