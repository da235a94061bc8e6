import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { executionIds } from './execution-ids.js';

/** How spans leave the process. */
export interface OtlpOptions {
  url: string;
  /** Of the traces that begin here, how many are recorded: 0 to 1. */
  sample: number;
  serviceName: string;
  /** Before an export is given up. */
  timeoutMs: number;
  /** Called at the first export that fails after one that did not. */
  onLost?: (reason: string) => void;
}

/** A provider whose spans go to a collector by OTLP over HTTP, in batches. */
export const otlpProvider = (options: OtlpOptions): TracerProvider =>
  new TracerProvider({
    idGenerator: executionIds,
    resource: resourceFromAttributes({ 'service.name': options.serviceName }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.sample) }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: exporterOf(options), exportTimeoutMillis: 2 * options.timeoutMs }),
    ],
  });

function exporterOf({ url, timeoutMs, onLost = () => undefined }: OtlpOptions): SpanExporter {
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: timeoutMs });
  let isLost = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const { error } = result;
        if (error !== undefined && !isLost) onLost(error.message);
        isLost = error !== undefined;
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
