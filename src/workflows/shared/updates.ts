import { defineUpdate, setHandler } from '@temporalio/workflow';
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
      const problem = closedProblem(noun, state) ?? senderProblem(request) ?? problemOf(request);
      if (problem !== null) throw failure('InvalidInput', problem);
    };
    setHandler(defineUpdate<Accepted, [Request]>(name), handler, { validator });
  };

function closedProblem(noun: string, { isCancelled, isConcluding }: LoopState): string | null {
  if (isCancelled) return `the ${noun} is being cancelled`;
  return isConcluding ? `the ${noun} has ended` : null;
}

// Requests may come from any program.
const senderProblem = (request: ControlRequest | undefined): string | null =>
  typeof request?.by === 'string' && request.by !== '' ? null : 'the request does not say who makes it (by)';
