import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ListenAddress } from '../../config/listen-address.js';
import { cannotListen } from '../cannot-listen.js';
import { closeServer } from '../close-server.js';
import type { WebhookAnswer } from './receive-webhook.js';
import type { Delivery } from './verify-delivery.js';

/** Where Arize's webhooks are delivered to. */
const WEBHOOK_PATH = '/webhooks/arize';

export interface WebhookServer {
  port: number;
  close(): Promise<void>;
}

const LIMITS = {
  requestTimeout: 10_000,
  headersTimeout: 5000,
  keepAliveTimeout: 5000,
  maxHeaderSize: 16_384,
};
const MAX_CONNECTIONS = 100;
const MAX_BYTES = 262_144;

/**
 * Takes deliveries by POST.
 * @throws ConfigError if it cannot listen at that address
 */
export async function startWebhookServer(
  address: ListenAddress,
  receive: (delivery: Delivery) => Promise<WebhookAnswer>,
): Promise<WebhookServer> {
  const server = createServer(LIMITS, (request, response) => void answer(request, response, receive));
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(address.port, address.host);
  await once(server, 'listening').catch((error: unknown) => {
    throw cannotListen('AX_TASKS_WEBHOOK_ADDRESS', address, String(error));
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => closeServer(server),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  receive: (delivery: Delivery) => Promise<WebhookAnswer>,
): Promise<void> {
  try {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path !== WEBHOOK_PATH) return send(response, 404, `only ${WEBHOOK_PATH}`);
    if (request.method !== 'POST') return send(response.setHeader('allow', 'POST'), 405, 'only POST');
    const body = await bodyOf(request);
    if (body === null) return send(response.setHeader('connection', 'close'), 413, 'the body is too large');
    const { status, text } = await receive({ headers: request.headers, body });
    send(response, status, text);
  } catch {
    response.destroy();
  }
}

/** Null if it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function send(response: ServerResponse, status: number, text: string): void {
  const body = text === '' ? '' : `${JSON.stringify({ error: text })}\n`;
  response.writeHead(status, body === '' ? {} : { 'content-type': 'application/json' }).end(body);
}
