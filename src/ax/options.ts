import { InvalidInputError } from './errors/invalid-input-error.js';
import { baseUrlProblems } from './http/base-url.js';
import { limitProblems, type Limits } from './http/limits.js';

/** How to reach one Arize AX service. */
export interface AxClientOptions {
  /** Without `/v2`; https unless it is this machine. A path prefix is kept. */
  baseUrl: string;
  apiKey: string;
  /** `legacy` sends enum values in lower case, for servers from before July 2026 (contract section 2, row 1). */
  wireCase?: WireCase;
  limits?: Partial<Limits>;
  /** PEM certificates trusted beside the usual ones. */
  ca?: string;
  proxyUrl?: string;
  /** Gets everything worth telling that stops nothing. */
  onWarning?: (text: string) => void;
  /** False: do not say once per process that the API is not final. */
  preReleaseWarning?: boolean;
  /**
   * False: a Retry-After is told to the request that got it, and others are sent all the same. For tests on a Temporal
   * server that skips time, which is over before this machine's clock says so.
   */
  holdsOnRetryAfter?: boolean;
}

/** How the service writes enum values: `legacy` in lower case. */
export type WireCase = 'upper' | 'legacy';

const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** Throws InvalidInputError with everything that is wrong. The key itself is never in it. */
export function checkOptions(options: AxClientOptions): void {
  const problems = [
    ...baseUrlProblems(options.baseUrl),
    ...(isUsableKey(options.apiKey) ? [] : [API_KEY_PROBLEM]),
    ...limitProblems(options.limits ?? {}),
    ...(options.proxyUrl === undefined ? [] : proxyProblems(options.proxyUrl)),
  ];
  if (problems.length > 0) throw new InvalidInputError('make a client of Arize AX', problems);
}

export const API_KEY_PROBLEM = 'the API key must be visible ASCII characters without spaces or line ends';

/** Whether a key can stand in a header. */
export const isUsableKey = (apiKey: string): boolean => VISIBLE_ASCII.test(apiKey);

/** What is wrong with a proxy's URL, without showing it: it may hold a password. */
export function proxyProblems(proxyUrl: string): string[] {
  const fine = URL.canParse(proxyUrl) && /^https?:$/.test(new URL(proxyUrl).protocol);
  return fine ? [] : ['the proxy must be a whole http or https URL, like http://proxy.example:3128'];
}
