import type { Operations, Verb } from '../../model/temporal/operations.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { OutputOptions } from '../base/output.js';
import { runOperation } from './run-operation.js';
import { withSession } from './session.js';
import type { SessionOptions } from './session.js';

/** The flags that every command with a single API call has. */
export type CallOptions = SessionOptions & OutputOptions;

/** Runs one call of the tasks API and hands its result on to be printed. */
export async function callOnce<V extends Verb>(
  context: CliContext,
  options: CallOptions,
  verb: V,
  request: Operations[V]['request'],
  print: (result: Operations[V]['result'], output: Output) => void,
): Promise<0> {
  const output = new Output(context, options);
  const result = await withSession(context, options, (session) =>
    runOperation(session, verb, request, (line) => output.warn(line)),
  );
  print(result, output);
  return 0;
}
