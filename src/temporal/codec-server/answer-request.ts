import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { PayloadCodec } from '@temporalio/common';
import { EncryptionError } from '../encryption/encryption-error.js';
import { CodecRequestError, readPayloads, writePayloads } from './payload-json.js';
import { readBody } from './read-body.js';

export interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  /** JSON; empty for a preflight. */
  body: string;
}

/**
 * The answer to a request of Temporal's web interface (from its origin alone), or of the `temporal` CLI (which sends no
 * origin; every browser sends one with a POST, so no web page can pass for it).
 */
export async function answerRequest(
  request: IncomingMessage,
  codec: PayloadCodec,
  uiOrigin: string,
): Promise<Answer> {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== uiOrigin) {
    return refusal(403, `Only requests from ${uiOrigin} are allowed (--ui-origin).`, {});
  }
  const headers = origin === undefined ? {} : corsHeaders(uiOrigin);
  const verb = VERBS[pathOf(request)];
  if (verb === undefined) return refusal(404, 'Not found: the paths are /encode and /decode.', headers);
  if (request.method === 'OPTIONS') {
    return { status: 204, headers: { ...headers, ...preflightHeaders(request) }, body: '' };
  }
  if (request.method !== 'POST') return refusal(405, 'Use POST.', { ...headers, allow: METHODS });
  if (!isJson(request)) return refusal(415, 'The content type must be application/json.', headers);
  const body = await readBody(request);
  if (body === null)
    return refusal(413, 'The body is larger than 8 MiB.', { ...headers, connection: 'close' });
  return translate(body, codec[verb].bind(codec), headers);
}

async function translate(
  body: string,
  through: PayloadCodec['decode'],
  headers: OutgoingHttpHeaders,
): Promise<Answer> {
  try {
    return answer(200, writePayloads(await through(readPayloads(body))), headers);
  } catch (error) {
    if (error instanceof CodecRequestError || error instanceof EncryptionError) {
      return refusal(400, error.message, headers);
    }
    return refusal(500, 'Internal error.', headers);
  }
}

const VERBS: Readonly<Record<string, 'encode' | 'decode'>> = { '/encode': 'encode', '/decode': 'decode' };
const METHODS = 'POST, OPTIONS';

const pathOf = ({ url = '' }: IncomingMessage): string => url.replace(/\?.*$/, '');

const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');

const corsHeaders = (uiOrigin: string): OutgoingHttpHeaders => ({
  'access-control-allow-origin': uiOrigin,
  'access-control-allow-credentials': 'true',
  vary: 'origin',
});

const preflightHeaders = ({ headers }: IncomingMessage): OutgoingHttpHeaders => ({
  'access-control-allow-methods': METHODS,
  'access-control-allow-headers': 'content-type, x-namespace, authorization',
  // Chrome asks this before a page from the internet may reach this machine.
  ...(headers['access-control-request-private-network'] === 'true'
    ? { 'access-control-allow-private-network': 'true' }
    : {}),
});

const answer = (status: number, body: string, headers: OutgoingHttpHeaders): Answer => ({
  status,
  body,
  headers: { ...headers, 'content-type': 'application/json', 'cache-control': 'no-store' },
});

const refusal = (status: number, message: string, headers: OutgoingHttpHeaders): Answer =>
  answer(status, JSON.stringify({ message }), headers);
