/** The refusals of the service, by the suffix of their problem type (docs/api-contract.md 1.2). */
export type ProblemName =
  | 'invalid-request'
  | 'authentication-required'
  | 'access-forbidden'
  | 'resource-not-found'
  | 'method-not-allowed'
  | 'resource-conflict'
  | 'payload-too-large'
  | 'unprocessable-entity'
  | 'rate-limit-exceeded'
  | 'service-unavailable'
  | 'internal-error';

const PROBLEMS: Record<ProblemName, { readonly status: number; readonly title: string }> = {
  'invalid-request': { status: 400, title: 'Invalid request' },
  'authentication-required': { status: 401, title: 'Authentication required' },
  'access-forbidden': { status: 403, title: 'Access forbidden' },
  'resource-not-found': { status: 404, title: 'Resource not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'resource-conflict': { status: 409, title: 'Resource conflict' },
  'payload-too-large': { status: 413, title: 'Payload too large' },
  'unprocessable-entity': { status: 422, title: 'Unprocessable entity' },
  'rate-limit-exceeded': { status: 429, title: 'Rate limit exceeded' },
  'service-unavailable': { status: 503, title: 'Service unavailable' },
  'internal-error': { status: 500, title: 'Internal error' },
};

const TYPE_BASE = 'https://arize.com/docs/ax/rest-reference/errors#';

/** A refusal on its way to becoming an `application/problem+json` answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(
    readonly problem: ProblemName,
    detail: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.status = PROBLEMS[problem].status;
  }

  /** The RFC 9457 body. */
  body(instance: string, requestId: string): Record<string, unknown> {
    return {
      status: this.status,
      title: PROBLEMS[this.problem].title,
      type: `${TYPE_BASE}${this.problem}`,
      detail: this.message,
      instance,
      request_id: requestId,
      ...this.extra,
    };
  }
}

export function invalid(detail: string): Refusal {
  return new Refusal('invalid-request', detail);
}

export function notFound(kind: string, id: string): Refusal {
  return new Refusal('resource-not-found', `${kind} ${JSON.stringify(id)} was not found`);
}

export function conflict(detail: string): Refusal {
  return new Refusal('resource-conflict', detail);
}

export function unprocessable(detail: string): Refusal {
  return new Refusal('unprocessable-entity', detail);
}

/** The refusal with a given status, for switches that choose between statuses. */
export function refusalWithStatus(status: 400 | 409 | 422, detail: string): Refusal {
  const names = { 400: 'invalid-request', 409: 'resource-conflict', 422: 'unprocessable-entity' } as const;
  return new Refusal(names[status], detail);
}
