export { AxClient } from './ax-client.js';
export {
  AmbiguousError,
  AmbiguousNameError,
  AuthenticationError,
  AxError,
  BrokenAnswerError,
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  InvalidRequestError,
  NoUpdateFieldsError,
  NotFoundError,
  NotSentError,
  RateLimitError,
  ServerError,
  UnexpectedStatusError,
  UnprocessableError,
  isAxError,
} from './base/errors.js';
export { WORKER_LIMITS, type Limits } from './http/options.js';
export type { AxClientOptions } from './http/options.js';
export type { RequestReport, RequestTrace } from './http/request-report.js';
