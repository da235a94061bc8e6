import { isSendableId } from '../../model/api/resource-id.js';
import { quoted } from '../base/texts.js';
import { InvalidInputError } from '../base/errors.js';

/** One API request, checked and ready to send. */
export interface Call {
  /** What the request does, as an imperative with its exact object: `get task run "…"`. */
  what: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Starts with `/v2`; percent-encoded. */
  path: string;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /**
   * `unsafe`: a second request would have a second effect (create, trigger). It gets its own connection, so that it never
   * meets a kept-alive socket that the server is closing, and an unclear end is an AmbiguousError.
   */
  safety: 'safe' | 'unsafe';
  /** Whether the request names something: a refusal that mentions a taken name is then a ConflictError. */
  names?: boolean;
  signal?: AbortSignal | undefined;
}

/** The last argument of every method. */
export interface ApiCallOptions {
  signal?: AbortSignal;
}

/**
 * A path of fixed parts and IDs. IDs come from callers and from servers, so each is checked here once more.
 * @throws InvalidInputError if one of the IDs cannot be sent.
 */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
  const encoded = ids.map((id) => {
    if (!isSendableId(id)) throw new InvalidInputError('send a request', [`${quoted(id)} is not an ID`]);
    return encodeURIComponent(id);
  });
  return String.raw({ raw: parts }, ...encoded);
}
