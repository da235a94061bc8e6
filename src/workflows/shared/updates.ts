import { defineUpdate, log, setHandler } from '@temporalio/workflow';
import { controlRequestProblem } from '../../model/base/control-request.js';
import type { Accepted, ControlRequest } from '../../model/base/control-request.js';
import { failure } from './failures.js';
import type { LoopState } from './loop.js';

/**
 * Handles updates by which people steer a workflow, which messages call `noun`. `problemOf` says why a request is refused
 * (as `InvalidInput`), null if it is not; `accept` carries it out and says what it did.
 */
export const updateHandler =
  (noun: string, state: LoopState) =>
  <Request extends ControlRequest>(
    name: string,
    problemOf: (request: Request) => string | null,
    accept: (request: Request) => string,
  ): void => {
    const handler = (request: Request): Accepted => {
      state.hasNews = true;
      return { message: accept(request) };
    };
    const validator = (request: Request): void => {
      const problem = closedProblem(noun, state) ?? controlRequestProblem(request) ?? problemOf(request);
      if (problem !== null) throw failure('InvalidInput', problem);
    };
    setHandler(defineUpdate<Accepted, [Request]>(name), handler, { validator });
  };

function closedProblem(noun: string, { isCancelled, isConcluding }: LoopState): string | null {
  if (isCancelled) return `the ${noun} is being cancelled`;
  return isConcluding ? `the ${noun} has ended` : null;
}

/** Anyone may send a signal. One with a wrong argument is ignored, wholly or in part: a signal cannot be refused. */
export function warnIgnored(signal: string, problem: string | null): void {
  if (problem !== null) log.warn('a signal was ignored', { signal, problem });
}
