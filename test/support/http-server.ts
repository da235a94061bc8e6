import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it came over the wire. `connection` is the same number for requests on one connection. */
export interface Received {
  method: string;
  /** Path with query, as sent. */
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  connection: number;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  text?: string;
}

export interface TestServer {
  baseUrl: string;
  received: Received[];
}

type Answering = (request: Received, response: ServerResponse) => Answer | undefined | Promise<Answer>;

/** An HTTP server on a free port of this machine, gone when the test is over. An `undefined` answer leaves it to the handler. */
export async function startHttpServer(answering: Answering): Promise<TestServer> {
  const received: Received[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const got = await receive(request);
    received.push(got);
    const answer = await answering(got, response);
    if (answer !== undefined) send(response, answer);
  };
  const server = createHttpServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  return { baseUrl: await listen(server), received };
}

/** A server of raw sockets, for what HTTP servers do not do. */
export async function startTcpServer(onSocket: (socket: Socket) => void): Promise<{ baseUrl: string }> {
  return {
    baseUrl: await listen(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        onSocket(socket);
      }),
    ),
  };
}

async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    connection: request.socket.remotePort ?? 0,
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, json, text }: Answer): void {
  const body = text ?? (json === undefined ? '' : JSON.stringify(json));
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

/** Starts listening on a free port; closes the server and all its connections when the test is over. */
export async function listen(server: Server, scheme = 'http'): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
