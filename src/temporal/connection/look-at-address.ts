import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';

const lookTimeoutMs = 2_000;

/** What a plain look at an address shows, below gRPC and TLS. */
export interface AddressLook {
  /** What the host's name resolves to, or why it does not. */
  readonly dns: string;
  /** Whether the port accepts connections, or why it does not. */
  readonly tcp: string;
  readonly accepts: boolean;
}

const plainWords: Readonly<Record<string, string>> = {
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'the DNS server does not answer',
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ABORT_ERR: 'no answer in time',
};

function words(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return plainWords[code ?? ''] ?? code ?? message;
}

function splitAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replaceAll(/[[\]]/g, ''), port: Number(address.slice(colon + 1)) };
}

async function tryTcp(host: string, port: number): Promise<void> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(lookTimeoutMs) });
  } finally {
    socket.destroy();
  }
}

/** Looks at `host:port` directly, past any proxy. Never throws. */
export async function lookAtAddress(address: string): Promise<AddressLook> {
  const { host, port } = splitAddress(address);
  const dns = await lookup(host, { all: true }).then(
    (found) => found.map((one) => one.address).join(', '),
    words,
  );
  const tcp = await tryTcp(host, port).then(() => 'accepts connections', words);
  return { dns, tcp, accepts: tcp === 'accepts connections' };
}
