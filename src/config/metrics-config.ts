import { z } from 'zod';
import { listenAddress, type ListenAddress } from './listen-address.js';

/** How metrics leave the worker: Prometheus fetches them, or they are pushed by OTLP. */
export type MetricsConfig = { prometheus: ListenAddress } | { otlp: { url: string; isHttp: boolean } };

const NO_COLLECTOR =
  'AX_TASKS_METRICS_OTLP must be the URL of an OpenTelemetry collector without a user name, like http://localhost:4317 (gRPC) or http://localhost:4318/v1/metrics (HTTP)';

/** The variables, for a schema of variables. */
export const METRICS_VARIABLES = {
  AX_TASKS_METRICS_ADDRESS: listenAddress('AX_TASKS_METRICS_ADDRESS'),
  AX_TASKS_METRICS_OTLP: z
    .url({ protocol: /^https?$/, error: NO_COLLECTOR })
    .refine((url) => !URL.canParse(url) || new URL(url).username === '', NO_COLLECTOR)
    .optional(),
};

interface Given {
  AX_TASKS_METRICS_ADDRESS?: ListenAddress | undefined;
  AX_TASKS_METRICS_OTLP?: string | undefined;
}

/** OTLP over HTTP has a path of its own; gRPC has none. */
export function metricsOf(
  { AX_TASKS_METRICS_ADDRESS: prometheus, AX_TASKS_METRICS_OTLP: url }: Given,
  context: { addIssue(problem: string): void },
): MetricsConfig | null {
  if (prometheus !== undefined && url !== undefined)
    context.addIssue('AX_TASKS_METRICS_ADDRESS and AX_TASKS_METRICS_OTLP are both set: unset one of them');
  if (prometheus !== undefined) return { prometheus };
  return url === undefined ? null : { otlp: { url, isHttp: new URL(url).pathname !== '/' } };
}
