import type { IncomingMessage } from 'node:http';

/** A page of a history is 4 MiB at most; in base64, and with room to spare. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** The whole body as text; null if it is too large. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What follows is read and thrown away, so that the answer gets through.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}
