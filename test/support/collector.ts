import { startHttpServer } from './http-server.js';

/** A span as OTLP/JSON has it, with its attributes by name. */
export interface CollectedSpan {
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  attributes: Record<string, unknown>;
  /** The span recorded an error. */
  isError: boolean;
}

interface OtlpValue {
  stringValue?: string;
  intValue?: number | string;
  boolValue?: boolean;
}

interface OtlpAttribute {
  key: string;
  value: OtlpValue;
}

interface OtlpBody {
  resourceSpans: {
    resource: { attributes: OtlpAttribute[] };
    scopeSpans: {
      spans: (Omit<CollectedSpan, 'service' | 'attributes' | 'isError'> & {
        attributes: OtlpAttribute[];
        status?: { code?: number; message?: string };
      })[];
    }[];
  }[];
}

/** An OpenTelemetry collector for OTLP over HTTP with JSON. */
export interface Collector {
  url: string;
  spans(): CollectedSpan[];
  /** All that it received, as it came. */
  text(): string;
}

const byName = (attributes: OtlpAttribute[] = []): Record<string, unknown> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ?? value.boolValue ?? Number(value.intValue ?? Number.NaN),
    ]),
  );

const spansIn = ({ resourceSpans }: OtlpBody): CollectedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId, name, attributes, status }) => ({
        service: String(byName(resource.attributes)['service.name']),
        traceId,
        spanId,
        parentSpanId: parentSpanId ?? null,
        name,
        attributes: byName(attributes),
        isError: status?.code === 2,
      })),
    ),
  );

/** Gone when the test is over. */
export async function startCollector(): Promise<Collector> {
  const { baseUrl, received } = await startHttpServer(() => ({ json: {} }));
  return {
    url: `${baseUrl}/v1/traces`,
    spans: () => received.flatMap(({ body }) => spansIn(JSON.parse(body) as OtlpBody)),
    text: () => received.map(({ body }) => body).join('\n'),
  };
}
