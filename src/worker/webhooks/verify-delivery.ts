import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How old a delivery may be, and how far its clock may be ahead of ours. */
export const MAX_AGE_MS = 300_000;

/** A delivery as it came. */
export interface Delivery {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/**
 * Why a delivery is not from Arize, or is too old; null if it is good. The signature is `v1=` and the hexadecimal HMAC-SHA256 of
 * `TIMESTAMP.BODY` (docs/api-contract.md 1.6); several are separated by commas or spaces.
 */
export function deliveryProblem({ headers, body }: Delivery, secret: string, nowMs: number): string | null {
  const timestamp = single(headers['x-arize-webhook-timestamp']);
  const signatures = single(headers['x-arize-webhook-signature']);
  if (timestamp === '' || signatures === '') return 'not signed';
  if (!/^\d{1,12}$/.test(timestamp)) return 'the timestamp is not in seconds';
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  if (!signatures.split(/[\s,]+/).some((signature) => isEqual(signature, expected)))
    return 'the signature does not fit';
  if (Math.abs(nowMs - Number(timestamp) * 1000) > MAX_AGE_MS) return 'the timestamp is too far from now';
  return null;
}

const single = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

function isEqual(signature: string, expected: Buffer): boolean {
  const hex = /^v1=([0-9a-f]{64})$/i.exec(signature)?.[1];
  return hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), expected);
}
