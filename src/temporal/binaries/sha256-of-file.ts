import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/**
 * @param subject what the file is, for the message.
 * @throws Error when the file is not, byte for byte, the one that was pinned.
 */
export async function requireSha256(path: string, expected: string, subject: string): Promise<void> {
  const actual = await sha256OfFile(path);
  if (actual !== expected) {
    throw new Error(`${subject} was rejected: its sha256 is ${actual}, expected ${expected}`);
  }
}
