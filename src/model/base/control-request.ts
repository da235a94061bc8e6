import { advise, anyText, members, optional, text } from './checks.js';

/** A request to steer a workflow: the argument of the updates `pause` and `resume`, and part of those of others. */
export interface ControlRequest {
  /** Who makes the request, for the record. */
  by: string;
  /** Why, for the record. */
  reason?: string;
}

/** The result of an update. */
export interface Accepted {
  /** A sentence about what the update did. */
  message: string;
}

/** What a person asked for, by whom and why, in words: `paused by ann: quota`. */
export const askedBy = (what: string, { by, reason }: ControlRequest): string =>
  `${what} by ${by}${reason === undefined || reason === '' ? '' : `: ${reason}`}`;

const check = members<ControlRequest>({
  by: advise(text, 'say who makes the request'),
  reason: optional(anyText),
});

/** What is wrong with a request from any program; null if nothing is. */
export const controlRequestProblem = (request: unknown): string | null => check(request, 'request');
