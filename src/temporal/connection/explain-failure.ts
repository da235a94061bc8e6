import { proxyAddress } from './connection-settings.js';
import type { ConnectionSettings, Proxy } from './connection-settings.js';
import type { AddressLook } from './look-at-address.js';
import { lookAtAddress } from './look-at-address.js';
import type { UnreachableReason } from './temporal-unreachable-error.js';
import { TemporalUnreachableError } from './temporal-unreachable-error.js';

/** Status codes of gRPC that mean something other than "no answer". */
const reasonOfCode: Readonly<Record<number, UnreachableReason>> = {
  5: 'no-namespace',
  7: 'not-allowed',
  12: 'not-temporal',
  16: 'not-allowed',
};

/** The grpc library ends its details with this even when it has nothing to note. */
const emptyNote = /\s*Resolution note:\s*$/;

/** A service error of gRPC, as far as it is looked at. */
interface GrpcFailure {
  readonly code?: number;
  readonly details?: string;
}

/** The grpc library answers a page of plain HTTP with UNKNOWN, UNAVAILABLE or UNIMPLEMENTED, by its status. */
function classify({ code, details = '' }: GrpcFailure): UnreachableReason {
  if (/Received HTTP status code|invalid content-type/i.test(details)) return 'not-temporal';
  return reasonOfCode[code ?? 0] ?? 'no-answer';
}

const hostOf = (address: string): string => address.slice(0, address.lastIndexOf(':'));

/** A server's words may repeat what it was sent. */
function withoutSecrets(text: string, { apiKey, metadata, proxy }: ConnectionSettings): string {
  const secrets = [
    apiKey ?? '',
    proxy === null ? '' : new URL(proxy.url).password,
    ...Object.values(metadata),
  ].filter((secret) => secret.length > 3);
  return secrets.reduce((kept, secret) => kept.replaceAll(secret, '***'), text);
}

const wayOf = (proxy: Proxy): string => `through the proxy ${proxyAddress(proxy)}, from ${proxy.variable}`;

function sentence(reason: UnreachableReason, settings: ConnectionSettings, look: AddressLook): string {
  const { namespace, proxy } = settings;
  const address = proxy === null ? settings.address : `${settings.address} (${wayOf(proxy)})`;
  const sentences: Readonly<Record<UnreachableReason, string>> = {
    'no-answer': look.accepts
      ? `Temporal at ${address} does not answer, although the ${proxy === null ? 'port' : 'proxy'} accepts connections.`
      : `Temporal at ${address} cannot be reached: ${look.tcp}${proxy === null ? '' : ' by the proxy'}.`,
    'not-allowed': `Temporal at ${address} rejected the credentials for the namespace "${namespace}".`,
    'no-namespace': `Temporal at ${address} has no namespace "${namespace}".`,
    'not-temporal': `The server at ${address} is not a Temporal service.`,
  };
  return sentences[reason];
}

function advice(
  reason: UnreachableReason,
  { address, namespace, tls, proxy }: ConnectionSettings,
  look: AddressLook,
): string {
  if (reason === 'no-namespace') {
    return `Create it with \`temporal operator namespace create --namespace ${namespace}\`, or set TEMPORAL_NAMESPACE to one that exists.`;
  }
  if (reason === 'not-allowed')
    return 'Check TEMPORAL_API_KEY or the TLS client certificate, and TEMPORAL_NAMESPACE.';
  if (proxy !== null && (reason === 'no-answer' || reason === 'not-temporal'))
    return `Check ${proxy.variable} and the proxy, or add ${hostOf(address)} to NO_PROXY to reach Temporal directly.`;
  if (reason === 'no-answer' && look.accepts) {
    return tls === false
      ? 'If it expects TLS, set TEMPORAL_TLS=true; otherwise check that TEMPORAL_ADDRESS is its gRPC port.'
      : 'If it does not use TLS, set TEMPORAL_TLS=false; otherwise check the certificates and TEMPORAL_TLS_SERVER_NAME.';
  }
  return 'Start one on this machine with `ax-tasks dev`, or set TEMPORAL_ADDRESS to the address of your server.';
}

function checklist(settings: ConnectionSettings, look: AddressLook, details: string): string[] {
  const { address, namespace, tls, apiKey, proxy, origins } = settings;
  const of = proxy === null ? '' : ' (of the proxy)';
  return [
    `  address    ${address} (from ${origins.address})`,
    `  namespace  ${namespace} (from ${origins.namespace})`,
    `  TLS        ${tls === false ? 'off' : 'on'} (from ${origins.tls})`,
    `  API key    ${apiKey === null ? 'none' : `set (from ${origins.apiKey})`}`,
    ...(proxy === null ? [] : [`  proxy      ${proxyAddress(proxy)} (from ${proxy.variable})`]),
    `  DNS        ${look.dns}${of}`,
    `  TCP        ${look.tcp}${of}`,
    ...(details === '' ? [] : [`  gRPC       ${details}`]),
  ];
}

/** Turns a failed first call to Temporal into an error a person can act on. */
export async function explainFailure(
  error: unknown,
  settings: ConnectionSettings,
): Promise<TemporalUnreachableError> {
  const failure = error as GrpcFailure;
  const reason = classify(failure);
  const { proxy } = settings;
  const look = await lookAtAddress(proxy === null ? settings.address : proxyAddress(proxy));
  const details = withoutSecrets(failure.details ?? (error as Error).message, settings).replace(
    emptyNote,
    '',
  );
  const lines = [
    sentence(reason, settings, look),
    ...checklist(settings, look, details),
    advice(reason, settings, look),
  ];
  const { address, namespace } = settings;
  return new TemporalUnreachableError(lines.join('\n'), { reason, address, namespace });
}
