import type { IncomingMessage } from 'node:http';
import { Refusal } from '../base/problem.js';

const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** The whole request body as text. Rejects when the client goes away before its end. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new Refusal('payload-too-large', 'The request body is larger than 32 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A body read as JSON; `value` is undefined for an empty body. */
export type JsonText = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

export function parseJson(text: string): JsonText {
  if (text.trim() === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

/** Path and query as they stand in the request line: `..` and `//` are not resolved away. */
export interface Target {
  readonly path: string;
  readonly query: URLSearchParams;
}
