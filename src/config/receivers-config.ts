import { proxyTo, PROXY_VARIABLES } from './proxy-config.js';
import { given, type Environment } from './environment.js';
import { readSecretFile } from './secret-file.js';
import type { SecretRef } from '../model/notification/receiver.js';

/** A secret, or why there is none. The problem never has a part of it. */
export type SecretReading = { secret: string } | { problem: string };

/** Reads secrets where the receivers' file says that they are: files anew each time, so that rotation needs no restart. */
export const secretReader =
  (env: Environment) =>
  (ref: SecretRef): SecretReading => {
    if ('env' in ref) {
      const secret = given(env, ref.env)[ref.env];
      return secret === undefined ? { problem: `the variable ${ref.env} is not set` } : { secret };
    }
    const read = readSecretFile('the file', ref.file);
    if ('problem' in read) return read;
    const secret = read.text.replace(/^\ufeff/, '').trim();
    return secret === '' ? { problem: `the file (${ref.file}) is empty` } : { secret };
  };

/** The proxy on the way to a URL, by the variables that the requests to the service obey; null: none. */
export const proxyFinder = (env: Environment) => {
  const variables = given(env, ...Object.keys(PROXY_VARIABLES));
  return (url: URL): string | null => {
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    return proxyTo(url.hostname, port, variables)?.url ?? null;
  };
};
