import type { TLSConfig } from '@temporalio/client';

/** The source of a value, in words that can follow "from": `--address`, `TEMPORAL_ADDRESS`, a profile, `default`. */
export type Origin = string;

/** Everything needed to connect to a Temporal service, for `Connection` (client) and `NativeConnection` (worker). */
export interface ConnectionSettings {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
  /** false: no TLS. */
  readonly tls: TLSConfig | boolean;
  /** A secret: never to be printed. */
  readonly apiKey: string | null;
  /** gRPC headers sent with every call. May hold secrets. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly origins: Readonly<Record<'address' | 'namespace' | 'tls' | 'apiKey', Origin>>;
}

/** What `Connection.connect` and `NativeConnection.connect` both take. */
export interface SdkConnectionOptions {
  address: string;
  tls: TLSConfig | boolean;
  metadata: Record<string, string>;
  apiKey?: string;
}

export function sdkConnectionOptions(settings: ConnectionSettings): SdkConnectionOptions {
  const { address, tls, apiKey, metadata } = settings;
  return { address, tls, metadata: { ...metadata }, ...(apiKey === null ? {} : { apiKey }) };
}
