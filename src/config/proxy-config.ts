import { isIPv4 } from 'node:net';
import { loadConnectionOptions } from '../temporal/connection/load-connection-options.js';
import type { ConnectionOverrides, ConnectionSettings, Proxy } from '../temporal/connect.js';
import { isLoopback } from '../model/base/loopback.js';
import { ConfigError, given, type Environment } from './environment.js';
import { text } from './variables.js';

/** In the order of precedence. Everything we reach beyond this machine is https or gRPC, so HTTP_PROXY does not apply. */
const PROXIES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const;
const EXCEPTIONS = ['no_proxy', 'NO_PROXY'] as const;
const GRPC = ['grpc_proxy', 'GRPC_PROXY'] as const;

const NAMES = [...PROXIES, ...EXCEPTIONS, ...GRPC] as const;
type Given = Readonly<Partial<Record<string, string | undefined>>>;

/** The proxy variables, for a schema of variables. */
export const PROXY_VARIABLES = Object.fromEntries(NAMES.map((name) => [name, text]));

/**
 * The proxy on the way to a host by the variables that `curl` and others obey; null: the host is reached directly, as this
 * machine always is.
 */
export function proxyTo(host: string, port: number, given: Given, isGrpc = false): Proxy | null {
  if (isLoopback(host) || host === '::1' || isException(host, port, given)) return null;
  const variable = [...(isGrpc ? GRPC : []), ...PROXIES].find((name) => given[name] !== undefined);
  const value = variable === undefined ? undefined : given[variable];
  if (variable === undefined || value === undefined) return null;
  return { variable, url: value.includes('://') ? value : `http://${value}` };
}

/** Names match themselves and what is below them; IPv4 networks their addresses; `*` everything. */
function isException(host: string, port: number, given: Given): boolean {
  const list = EXCEPTIONS.map((name) => given[name]).find((value) => value !== undefined) ?? '';
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(entry.toLowerCase(), host.toLowerCase(), port));
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  const network = /^([\d.]+)\/(\d{1,2})$/.exec(entry);
  if (network !== null) return isWithin(host, network[1] ?? '', Number(network[2]));
  const [, name = entry, ofPort] = /^(.+?):(\d+)$/.exec(entry.includes('::') ? '' : entry) ?? [];
  if (ofPort !== undefined && Number(ofPort) !== port) return false;
  const plain = name.replace(/^\*?\./, '');
  return host === plain || host.endsWith(`.${plain}`);
}

function isWithin(host: string, network: string, bits: number): boolean {
  if (!isIPv4(host) || !isIPv4(network) || bits > 32) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(addressNumber(host) / size) === Math.floor(addressNumber(network) / size);
}

const addressNumber = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/**
 * The settings of the connection to Temporal, with the proxy of the environment.
 * @throws ConnectionConfigError; ConfigError if the proxy cannot be used
 */
export function loadConnection(overrides: ConnectionOverrides, env: Environment): ConnectionSettings {
  const settings = loadConnectionOptions(overrides, env);
  const colon = settings.address.lastIndexOf(':');
  const host = settings.address.slice(0, colon).replaceAll(/[[\]]/g, '');
  const proxy = proxyTo(host, Number(settings.address.slice(colon + 1)), given(env, ...NAMES), true);
  // The URL may hold a password, so it is not shown.
  if (proxy !== null && !(URL.canParse(proxy.url) && new URL(proxy.url).protocol === 'http:'))
    throw new ConfigError([
      `${proxy.variable}: Temporal is reached only through an http proxy, like http://proxy.example:3128; to reach ${host} directly, add it to NO_PROXY`,
    ]);
  return { ...settings, proxy };
}
