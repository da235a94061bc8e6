import { otlpProvider } from './otlp-provider.js';
import type { OtlpOptions } from './otlp-provider.js';
import { workerTraces } from './worker-traces.js';
import type { WorkerTraces } from './worker-traces.js';

/** What the worker program takes from its configuration. */
export interface WorkerTracesOptions extends Pick<OtlpOptions, 'url' | 'sample'> {
  serviceName: string | null;
  tellsService: boolean;
}

const EXPORT_MS = 5000;

/** The traces of a worker program, which go to a collector. `onLost` hears why spans could not be sent, once until they can. */
export function startOtlpTraces(
  { url, sample, serviceName, tellsService }: WorkerTracesOptions,
  onLost: (problem: string) => void,
): WorkerTraces & { stop: () => Promise<void> } {
  const provider = otlpProvider({
    url,
    sample,
    serviceName: serviceName ?? 'ax-tasks-worker',
    timeoutMs: EXPORT_MS,
    onLost,
  });
  return {
    ...workerTraces(provider, { tellsService }),
    stop: () => provider.shutdown().catch(() => undefined),
  };
}
