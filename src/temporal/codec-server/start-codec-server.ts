import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encryptingCodec } from '../encryption/encrypting-codec.js';
import type { EncryptionKey } from '../encryption/encryption-key.js';
import { answerRequest } from './answer-request.js';

export interface CodecServerOptions {
  readonly keys: readonly EncryptionKey[];
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Origin of Temporal's web interface: scheme, host and port, nothing else. */
  readonly uiOrigin: string;
}

export interface CodecServer {
  /** What to enter in the web interface. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves encryption and decryption over HTTP, for Temporal's web interface. It logs nothing. */
export async function startCodecServer(options: CodecServerOptions): Promise<CodecServer> {
  const codec = encryptingCodec(options.keys);
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    answerRequest(request, codec, options.uiOrigin).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      // The connection broke while the body was read: there is nobody to answer.
      () => response.destroy(),
    );
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
