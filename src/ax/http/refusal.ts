import { AmbiguousError } from '../errors/ambiguous-error.js';
import { AuthenticationError } from '../errors/authentication-error.js';
import type { AxError, AxErrorClass, AxErrorDetails } from '../errors/ax-error.js';
import { BrokenAnswerError } from '../errors/broken-answer-error.js';
import { ConflictError } from '../errors/conflict-error.js';
import { ForbiddenError } from '../errors/forbidden-error.js';
import { InvalidRequestError } from '../errors/invalid-request-error.js';
import { NotFoundError } from '../errors/not-found-error.js';
import { RateLimitError } from '../errors/rate-limit-error.js';
import { ServerError } from '../errors/server-error.js';
import { UnexpectedStatusError } from '../errors/unexpected-status-error.js';
import { UnprocessableError } from '../errors/unprocessable-error.js';
import { STATUS_CODES } from 'node:http';
import type { Call } from './call.js';
import type { Headers, RawAnswer } from './exchange.js';
import { readProblem, type Problem } from './problem.js';
import { httpDateMs, retryAfterMs } from './retry-after.js';

interface Verdict {
  raise: AxErrorClass;
  advice: string;
}

const UNCLEAR: Verdict = {
  raise: AmbiguousError,
  advice: 'It is unknown whether it took effect: look for what it would have made before sending it again.',
};

const REFUSALS: Record<number, Verdict> = {
  400: { raise: InvalidRequestError, advice: '' },
  401: { raise: AuthenticationError, advice: "Set the worker's ARIZE_API_KEY to a valid key." },
  403: {
    raise: ForbiddenError,
    advice: 'The key may not do this: ask for the permission, or look at the limits of the plan.',
  },
  404: {
    raise: NotFoundError,
    advice: 'Check the name or ID; the service says the same of what the key may not read.',
  },
  409: {
    raise: ConflictError,
    advice: 'Something of that name exists already, or another run is in the way.',
  },
  422: { raise: UnprocessableError, advice: '' },
  429: { raise: RateLimitError, advice: 'Nothing was done; slow down.' },
};

/** The error for an answer whose status is not a success. */
export function refusal(call: Call, answer: RawAnswer, clean: (text: string) => string): AxError {
  const problem = readProblem(answer.body, clean);
  const header: ReadHeader = (name) => headerText(answer.headers, name, clean);
  const verdict = judge(call, answer.status, problem, header);
  return new verdict.raise(describe(call, answer, problem, verdict), details(call, answer, problem, header));
}

type ReadHeader = (name: string) => string | undefined;

function judge(call: Call, status: number, problem: Problem, header: ReadHeader): Verdict {
  const unsafe = call.safety === 'unsafe';
  if (call.names === true && (status === 400 || status === 422) && speaksOfTakenName(problem)) {
    return { raise: ConflictError, advice: 'Choose another name, or use what has this one.' };
  }
  // A 408 may come after the request was acted on, as may a 303 ("see the result there").
  if (unsafe && (status === 408 || status === 303 || status >= 500)) return UNCLEAR;
  if (status === 408) return { raise: BrokenAnswerError, advice: 'It may be sent again.' };
  if (status >= 500) return { raise: ServerError, advice: 'The service is in trouble; try again later.' };
  if (status >= 300 && status < 400) return { raise: UnexpectedStatusError, advice: redirectAdvice(header) };
  return REFUSALS[status] ?? { raise: UnexpectedStatusError, advice: 'The API does not list this status.' };
}

function redirectAdvice(header: ReadHeader): string {
  const location = header('location') ?? '';
  const target = URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
  return `Nothing was done: redirects${target} are never followed. Set ARIZE_BASE_URL to the API's own address.`;
}

const TAKEN_NAME =
  /\bname\b.{0,120}\b(already|taken|in use|exists|unique|duplicate)|duplicate.{0,40}\bname\b|\b(task|experiment)\b.{0,120}\balready exists/is;

const speaksOfTakenName = ({ type, title, detail }: Problem): boolean =>
  (type ?? '').endsWith('#resource-conflict') || TAKEN_NAME.test(`${title ?? ''} ${detail ?? ''}`);

function describe(call: Call, { status }: RawAnswer, problem: Problem, verdict: Verdict): string {
  const title = problem.title ?? STATUS_CODES[status] ?? '';
  const said = [`${status} ${title}`.trim(), problem.detail].filter(
    (part) => part !== undefined && part !== '',
  );
  const stop = /[.!?…]$/.test(said.at(-1) ?? '') ? '' : '.';
  return `Cannot ${call.what}: the service answered ${said.join(': ')}${stop} ${verdict.advice}`.trim();
}

function details(
  call: Call,
  { status, brokenOff }: RawAnswer,
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

function headerText(headers: Headers, name: string, clean: (text: string) => string): string | undefined {
  const value = headers[name];
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text === '' ? undefined : clean(text).slice(0, 256);
}
