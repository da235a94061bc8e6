import type { ConnectionOptions, TLSConfig } from '@temporalio/client';
import type { NativeConnectionOptions } from '@temporalio/worker';

/** The source of a value, in words that can follow "from": `--address`, `TEMPORAL_ADDRESS`, a profile, `default`. */
export type Origin = string;

/** An HTTP proxy that opens tunnels. */
export interface Proxy {
  /** The variable that names it. */
  readonly variable: string;
  /** May hold a user name and a password: never to be printed. */
  readonly url: string;
}

/** Everything needed to connect to a Temporal service, for `Connection` (client) and `NativeConnection` (worker). */
export interface ConnectionSettings {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
  /** false: no TLS. */
  readonly tls: TLSConfig | boolean;
  /** A secret: never to be printed. */
  readonly apiKey: string | null;
  /** Null: the service is reached directly. */
  readonly proxy: Proxy | null;
  /** gRPC headers sent with every call. May hold secrets. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly origins: Readonly<Record<'address' | 'namespace' | 'tls' | 'apiKey', Origin>>;
}

/** What `Connection.connect` and `NativeConnection.connect` both take. */
interface SdkConnectionOptions {
  address: string;
  tls: TLSConfig | boolean;
  metadata: Record<string, string>;
  apiKey?: string;
}

function commonOptions({ address, tls, apiKey, metadata }: ConnectionSettings): SdkConnectionOptions {
  return { address, tls, metadata: { ...metadata }, ...(apiKey === null ? {} : { apiKey }) };
}

/** The proxy without its credentials, as `host:port`. */
export function proxyAddress({ url }: Proxy): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || '80'}`;
}

function credentialsOf({ url }: Proxy): { username: string; password: string } | null {
  const { username, password } = new URL(url);
  if (username === '') return null;
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** For `NativeConnection.connect`, whose native client reads no proxy variables. */
export function workerConnectionOptions(settings: ConnectionSettings): NativeConnectionOptions {
  const { proxy } = settings;
  if (proxy === null) return commonOptions(settings);
  const basicAuth = credentialsOf(proxy);
  return {
    ...commonOptions(settings),
    proxy: {
      type: 'http-connect',
      targetHost: proxyAddress(proxy),
      ...(basicAuth === null ? {} : { basicAuth }),
    },
  };
}

/**
 * For `Connection`. gRPC for Node reads some of the proxy variables of this process by itself, and not as others do, so
 * that is turned off: these are the channel arguments that it would make of them.
 */
export function clientConnectionOptions(settings: ConnectionSettings): ConnectionOptions {
  const { proxy, address } = settings;
  if (proxy === null) return { ...commonOptions(settings), channelArgs: DIRECT };
  const basicAuth = credentialsOf(proxy);
  return {
    ...commonOptions(settings),
    address: proxyAddress(proxy),
    channelArgs: {
      ...DIRECT,
      'grpc.http_connect_target': `dns:${address}`,
      'grpc.default_authority': address,
      ...(basicAuth === null
        ? {}
        : { 'grpc.http_connect_creds': `${basicAuth.username}:${basicAuth.password}` }),
    },
  };
}

/** Channel arguments of a connection that no proxy variable affects. */
export const DIRECT = { 'grpc.enable_http_proxy': 0 } as const;
