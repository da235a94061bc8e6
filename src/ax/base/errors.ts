import type { FailureType } from '../../model/temporal/failure-types.js';

/** Details of a failed call. None of them come from the client's own headers, key or request body. */
export interface AxErrorDetails {
  /** HTTP status; absent if there was no response. */
  status?: number;
  /** The problem's `type` URI (docs/api-contract.md 1.2). */
  type?: string;
  title?: string;
  detail?: string;
  requestId?: string;
  /** How long the server asks the client to wait; absent if it gave no valid time. */
  retryAfterMs?: number;
  method?: string;
  /** Without the query and the base URL's own path. */
  path?: string;
  /** Other members of the problem, such as `error_code` or `required_plan`. */
  extra?: Record<string, unknown>;
  /** Whether the caller's signal, not the network, ended the call. */
  aborted?: boolean;
  cause?: Error;
}

/** Base class of every error of the client. `kind` is the stable failure type by which workflows know it. */
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

/** Whether `error` is an error of this client. */
export const isAxError = (error: unknown): error is AxError => error instanceof AxError;

export type AxErrorClass = new (message: string, details?: AxErrorDetails) => AxError;

/** A create or trigger was sent, and no clear response came: it is not known whether it took effect. */
export class AmbiguousError extends AxError {
  override readonly name = 'AmbiguousError';
  readonly kind = 'AxAmbiguous';
}

/** Names that look alike differ in their code points alone. */
const inAscii = (text: string): string =>
  JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Several resources have the name. `ids` lists them. */
export class AmbiguousNameError extends AxError {
  override readonly name = 'AmbiguousNameError';
  readonly kind = 'AmbiguousName';
  readonly ids: readonly string[];

  constructor(what: string, text: string, named: readonly { id: string; name: string }[]) {
    const isSame = named.every(({ name }) => name === text);
    const each = named.map(({ id, name }) => (isSame ? id : `${inAscii(name)} (${id})`));
    super(
      `More than one ${what} is named ${JSON.stringify(text)}${isSame ? '' : ', written with other characters'}: ` +
        `${each.join(', ')}. Use the ID of the one you mean.`,
    );
    this.ids = named.map(({ id }) => id);
  }
}

/** 401: the API key is missing, invalid or expired. */
export class AuthenticationError extends AxError {
  override readonly name = 'AuthenticationError';
  readonly kind = 'AxAuthentication';
}

/** The response to a request that is safe to retry was incomplete, timed out, or did not match the contract. */
export class BrokenAnswerError extends AxError {
  override readonly name = 'BrokenAnswerError';
  readonly kind = 'AxBrokenAnswer';
}

/** 409, or a create refused with 400 or 422 because the name is taken (docs/api-contract.md 2, row 13). */
export class ConflictError extends AxError {
  override readonly name = 'ConflictError';
  readonly kind = 'AxConflict';
}

/** 403: the key is not allowed to do this, or a limit of the plan is reached (then `extra` says which). */
export class ForbiddenError extends AxError {
  override readonly name = 'ForbiddenError';
  readonly kind = 'AxForbidden';
}

/** The client's own checks refused the request before it opened a connection. `problems` lists every reason. */
export class InvalidInputError extends AxError {
  override readonly name = 'InvalidInputError';
  readonly kind = 'InvalidInput';
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    super(`Cannot ${what}: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** 400: the server refused the request as invalid. */
export class InvalidRequestError extends AxError {
  override readonly name = 'InvalidRequestError';
  readonly kind = 'AxInvalidRequest';
}

/** 404, or no exact match for a name. The service also answers 404 for resources that the key may not read. */
export class NotFoundError extends AxError {
  override readonly name = 'NotFoundError';
  readonly kind = 'AxNotFound';
}

/** The request was never sent: name resolution, connection, TLS or proxy failed, or the caller cancelled it first. */
export class NotSentError extends AxError {
  override readonly name = 'NotSentError';
  readonly kind = 'AxNotSent';
}

/** The update sets no field; no request was sent (docs/api-contract.md 3, rule 13). */
export class NoUpdateFieldsError extends AxError {
  override readonly name = 'NoUpdateFieldsError';
  readonly kind = 'NoUpdateFields';

  constructor(what: string, fields: readonly string[]) {
    super(`Cannot ${what}: no field to update; set at least one of ${fields.join(', ')}`);
  }
}

/**
 * 429: too many requests; the request had no effect. `retryAfterMs` says how long to wait. Until then the client sends
 * nothing and throws this error itself, without a status.
 */
export class RateLimitError extends AxError {
  override readonly name = 'RateLimitError';
  readonly kind = 'AxRateLimit';
}

/** 5xx in response to a request that is safe to retry. */
export class ServerError extends AxError {
  override readonly name = 'ServerError';
  readonly kind = 'AxServer';
}

/** A status that the contract does not list, including redirects, which are never followed. */
export class UnexpectedStatusError extends AxError {
  override readonly name = 'UnexpectedStatusError';
  readonly kind = 'AxUnexpectedStatus';
}

/** 422: the request is well-formed, but its members conflict. */
export class UnprocessableError extends AxError {
  override readonly name = 'UnprocessableError';
  readonly kind = 'AxUnprocessable';
}
