import type { Payload } from '@temporalio/common';

/** Payloads in the JSON form of protobuf: bytes in base64. */
interface PayloadJson {
  metadata?: Record<string, string>;
  data?: string;
}

/** The body of a request to a codec server is not `{"payloads": […]}` with payloads in protobuf's JSON. */
export class CodecRequestError extends Error {
  override readonly name = 'CodecRequestError';
}

/** @throws CodecRequestError that says where, and never repeats what stands there */
export function readPayloads(body: string): Payload[] {
  const { payloads } = asRecord(parse(body), 'the body');
  if (!Array.isArray(payloads)) throw new CodecRequestError('"payloads" is not an array');
  return payloads.map((payload, index) => readPayload(payload, `payloads[${index}]`));
}

export const writePayloads = (payloads: readonly Payload[]): string =>
  JSON.stringify({ payloads: payloads.map(writePayload) });

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new CodecRequestError('the body is not JSON');
  }
}

function readPayload(value: unknown, at: string): Payload {
  const { metadata, data } = asRecord(value, at);
  const entries = Object.entries(asRecord(metadata ?? {}, `${at}.metadata`));
  return {
    metadata: Object.fromEntries(entries.map(([name, text]) => [name, bytes(text, `${at}.metadata`)])),
    data: bytes(data ?? '', `${at}.data`),
  };
}

function writePayload({ metadata, data }: Payload): PayloadJson {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)] as const);
  return { metadata: Object.fromEntries(entries), data: base64(data ?? new Uint8Array()) };
}

const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64');

/** Protobuf's JSON allows either alphabet, with padding or without. */
function bytes(value: unknown, at: string): Uint8Array {
  if (typeof value === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) {
    return new Uint8Array(Buffer.from(value, 'base64'));
  }
  throw new CodecRequestError(`${at} is not base64`);
}

function asRecord(value: unknown, at: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new CodecRequestError(`${at} is not an object`);
}
