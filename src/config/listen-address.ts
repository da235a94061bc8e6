import { isIP } from 'node:net';
import { z } from 'zod';

/** Where a server of the worker listens. */
export interface ListenAddress {
  /** An IP address. */
  host: string;
  port: number;
}

const LOOPBACK = '127.0.0.1';

/**
 * A variable that says where to listen: `host:port`, or a port on loopback alone. `:port` means every interface to many
 * programs and nothing to others, so it is refused. Unset: nothing listens.
 */
export const listenAddress = (name: string) =>
  z
    .string()
    .transform((text, context): ListenAddress => {
      const address = addressOf(text);
      if (address === null) context.addIssue(`${name} ${EXPECTED} (is ${JSON.stringify(text)})`);
      return address ?? { host: LOOPBACK, port: 0 };
    })
    .optional();

const EXPECTED =
  'must be an IP address and a port, like 127.0.0.1:9464, [::1]:9464 or, for every interface, 0.0.0.0:9464; a port alone, like 9464, is for this machine only';

function addressOf(text: string): ListenAddress | null {
  const [, host = LOOPBACK, port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  const ip = host === 'localhost' ? LOOPBACK : host.replace(/^\[(.+:.*)\]$/, '$1');
  const isBareIPv6 = ip === host && ip.includes(':');
  const isGood = isIP(ip) !== 0 && !isBareIPv6 && Number(port) > 0 && Number(port) <= 65_535;
  return isGood ? { host: ip, port: Number(port) } : null;
}

/** As it is written: `host:port`. */
export const addressText = ({ host, port }: ListenAddress): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;
