import { performance } from 'node:perf_hooks';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { loadTracesConfig } from '../../config/load-config.js';
import type { CliContext } from '../base/context.js';

/** Does a command's work in a trace, if there are traces: OpenTelemetry is loaded for them alone. */
export async function traced<Result>(
  { env, command = 'command' }: CliContext,
  work: (interceptors: WorkflowClientInterceptor[]) => Promise<Result>,
): Promise<Result> {
  const config = loadTracesConfig(env);
  if (config === null) return work([]);
  const { traceCommand } = await import('../../traces/command-trace.js');
  const trace = traceCommand(command, performance.timeOrigin, config);
  try {
    const result = await work([trace.interceptor]);
    await trace.end(null);
    return result;
  } catch (error) {
    await trace.end(error instanceof Error ? error.name : 'Error');
    throw error;
  }
}
