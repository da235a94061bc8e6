import { rootCertificates } from 'node:tls';
import { Client, Pool, ProxyAgent, type Dispatcher } from 'undici';
import type { Limits } from './options.js';

export interface DispatcherOptions {
  origin: string;
  limits: Limits;
  /** PEM certificates to trust in addition to the system's. */
  ca?: string;
  proxyUrl?: string;
}

/** Connections to one origin. */
export interface Dispatchers {
  /** Keep-alive connections, shared. */
  pooled: Dispatcher;
  /** A new connection, to be destroyed after one request. */
  fresh(): Dispatcher;
  close(): Promise<void>;
}

// More than a worker's activities need at once; other requests wait within their time limit.
const MAX_CONNECTIONS = 64;

/** HTTP/1.1 without pipelining: a connection carries one request at a time, so that a fault affects only that one. */
export function createDispatchers(options: DispatcherOptions): Dispatchers {
  const pooled =
    options.proxyUrl === undefined ? direct(options, 'pool') : viaProxy(options, options.proxyUrl);
  return {
    pooled,
    fresh: () =>
      options.proxyUrl === undefined ? direct(options, 'client') : viaProxy(options, options.proxyUrl),
    close: () => pooled.close(),
  };
}

function direct(options: DispatcherOptions, kind: 'pool' | 'client'): Dispatcher {
  const settings = { ...timeouts(options.limits), connect: tlsOptions(options) };
  return kind === 'client'
    ? new Client(options.origin, settings)
    : new Pool(options.origin, { ...settings, connections: MAX_CONNECTIONS });
}

function viaProxy(options: DispatcherOptions, proxyUrl: string): Dispatcher {
  return new ProxyAgent({
    uri: proxyUrl,
    proxyTls: tlsOptions(options),
    requestTls: tlsOptions(options),
    clientFactory: (url, settings) => tunnelPool(url, settings, options.limits),
    connections: MAX_CONNECTIONS,
    ...timeouts(options.limits),
  });
}

/**
 * Connections to a proxy. A socket error while the tunnel is opened is renamed, because undici would consider it
 * temporary and reconnect at once, for ever.
 */
function tunnelPool(url: URL, settings: object, limits: Limits): Pool {
  const pool = new Pool(url, { ...settings, headersTimeout: limits.connectMs });
  const connect = pool.connect.bind(pool);
  const renaming = (params: Dispatcher.ConnectOptions) =>
    connect(params).catch((error: unknown) => {
      throw new Error(
        `the proxy did not open a tunnel (${error instanceof Error ? error.message : 'unknown'})`,
      );
    });
  return Object.assign(pool, { connect: renaming });
}

const timeouts = (limits: Limits) => ({
  headersTimeout: limits.headersMs,
  bodyTimeout: limits.bodyMs,
  pipelining: 1,
  allowH2: false,
});

const tlsOptions = ({ limits, ca }: DispatcherOptions) => ({
  timeout: limits.connectMs,
  ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
});
