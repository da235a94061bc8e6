import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from '../close-server.js';

/** What a path answers with: 200 or 503, and JSON. It must answer from memory, at once. */
export interface HealthAnswer {
  ok: boolean;
  body: object;
}

export type HealthAnswers = Readonly<Record<string, () => HealthAnswer>>;

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

// Probes are small and few; what is more is not a probe.
const LIMITS = { requestTimeout: 5000, headersTimeout: 5000, keepAliveTimeout: 5000, maxHeaderSize: 8192 };
const MAX_CONNECTIONS = 100;

/** Answers probes by HTTP: GET and HEAD of the given paths, and nothing else. Rejects if it cannot listen. */
export async function startHealthServer(
  { host, port }: { host: string; port: number },
  answers: HealthAnswers,
): Promise<HealthServer> {
  const server = createServer(LIMITS, (request, response) => answer(request, response, answers));
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => closeServer(server),
  };
}

function answer(
  { url = '', method = '' }: IncomingMessage,
  response: ServerResponse,
  all: HealthAnswers,
): void {
  const path = url.split('?', 1)[0] ?? '';
  const read = Object.hasOwn(all, path) ? all[path] : undefined;
  if (read === undefined) return send(response, 404, { error: `only ${Object.keys(all).join(' and ')}` });
  if (method !== 'GET' && method !== 'HEAD')
    return send(response.setHeader('allow', 'GET, HEAD'), 405, { error: 'only GET and HEAD' });
  const { ok, body } = read();
  send(response, ok ? 200 : 503, body);
}

/** Node leaves out the body where the method is HEAD. */
function send(response: ServerResponse, status: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}
