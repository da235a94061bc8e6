import {
  AmbiguousError,
  AuthenticationError,
  BrokenAnswerError,
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  RateLimitError,
  ServerError,
  UnexpectedStatusError,
  UnprocessableError,
} from '../base/errors.js';
import type { AxError, AxErrorClass, AxErrorDetails } from '../base/errors.js';
import { STATUS_CODES } from 'node:http';
import type { Call } from './call.js';
import type { ResponseHeaders, RawResponse } from './exchange.js';
import { readProblem, type Problem } from './problem.js';
import { httpDateMs, retryAfterMs } from './retry-after.js';

interface RefusedAnswer {
  raise: AxErrorClass;
  advice: string;
}

const UNCLEAR: RefusedAnswer = {
  raise: AmbiguousError,
  advice: 'It is not known whether the request took effect: check for its result before you retry.',
};

const REFUSALS: Record<number, RefusedAnswer> = {
  400: { raise: InvalidRequestError, advice: '' },
  401: { raise: AuthenticationError, advice: "Set the worker's ARIZE_API_KEY to a valid key." },
  403: {
    raise: ForbiddenError,
    advice:
      'The API key is not allowed to do this: request the permission, or check the limits of your plan.',
  },
  404: {
    raise: NotFoundError,
    advice:
      'Check the name or ID. The service gives the same answer for resources that the key may not read.',
  },
  409: {
    raise: ConflictError,
    advice: 'The name is already in use, or another run conflicts with this request.',
  },
  422: { raise: UnprocessableError, advice: '' },
  429: { raise: RateLimitError, advice: 'The request had no effect; slow down.' },
};

/** The error for a response whose status is not a success. */
export function refusal(call: Call, answer: RawResponse, clean: (text: string) => string): AxError {
  const problem = readProblem(answer.body, clean);
  const header: ReadHeader = (name) => headerText(answer.headers, name, clean);
  const rule = judge(call, answer.status, problem, header);
  return new rule.raise(describe(call, answer, problem, rule), details(call, answer, problem, header));
}

type ReadHeader = (name: string) => string | undefined;

function judge(call: Call, status: number, problem: Problem, header: ReadHeader): RefusedAnswer {
  const unsafe = call.safety === 'unsafe';
  if (call.names === true && (status === 400 || status === 422) && speaksOfTakenName(problem)) {
    return { raise: ConflictError, advice: 'Choose another name, or use the existing resource.' };
  }
  // The service may have acted on a request that it answers with 408, or with 303 ("see the result there").
  if (unsafe && (status === 408 || status === 303 || status >= 500)) return UNCLEAR;
  if (status === 408) return { raise: BrokenAnswerError, advice: 'It is safe to retry.' };
  if (status >= 500) return { raise: ServerError, advice: 'The service failed; try again later.' };
  if (status >= 300 && status < 400) return { raise: UnexpectedStatusError, advice: redirectAdvice(header) };
  return (
    REFUSALS[status] ?? { raise: UnexpectedStatusError, advice: 'The API does not document this status.' }
  );
}

function redirectAdvice(header: ReadHeader): string {
  const location = header('location') ?? '';
  const target = URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
  return `The request had no effect: redirects${target} are not followed. Set ARIZE_BASE_URL to the address of the API.`;
}

const TAKEN_NAME =
  /\bname\b.{0,120}\b(already|taken|in use|exists|unique|duplicate)|duplicate.{0,40}\bname\b|\b(task|experiment)\b.{0,120}\balready exists/is;

const speaksOfTakenName = ({ type, title, detail }: Problem): boolean =>
  (type ?? '').endsWith('#resource-conflict') || TAKEN_NAME.test(`${title ?? ''} ${detail ?? ''}`);

function describe(call: Call, { status }: RawResponse, problem: Problem, rule: RefusedAnswer): string {
  const title = problem.title ?? STATUS_CODES[status] ?? '';
  const said = [`${status} ${title}`.trim(), problem.detail].filter(
    (part) => part !== undefined && part !== '',
  );
  const stop = /[.!?…]$/.test(said.at(-1) ?? '') ? '' : '.';
  return `Cannot ${call.what}: the service answered ${said.join(': ')}${stop} ${rule.advice}`.trim();
}

function details(
  call: Call,
  { status, brokenOff }: RawResponse,
  problem: Problem,
  header: ReadHeader,
): AxErrorDetails {
  const { requestId = header('x-request-id') ?? header('request-id'), ...said } = problem;
  const serverNowMs = httpDateMs(header('date') ?? '');
  const nowMs = Number.isNaN(serverNowMs) ? Date.now() : serverNowMs;
  const waitMs = retryAfterMs(header('retry-after'), nowMs);
  return {
    ...said,
    status,
    method: call.method,
    path: call.path,
    aborted: brokenOff?.aborted ?? false,
    ...(requestId === undefined ? {} : { requestId }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  };
}

function headerText(
  headers: ResponseHeaders,
  name: string,
  clean: (text: string) => string,
): string | undefined {
  const value = headers[name];
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text === '' ? undefined : clean(text).slice(0, 256);
}
