import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isLoopback } from '../model/base/loopback.js';
import { proxyProblems, type AxClientOptions } from '../ax/http/options.js';
import type { Proxy } from '../temporal/connect.js';
import { apiKey } from './api-key.js';
import { ENDPOINT, baseUrlOf, endpointProblems } from './endpoint.js';
import { PROXY_VARIABLES, proxyTo } from './proxy-config.js';
import { text, variables, word } from './variables.js';

/** How to reach Arize AX: the options of AxClient, except for whom it tells. */
export type AxConfig = Omit<AxClientOptions, 'onWarning' | 'onRequest'>;

/** Our variable of a file of certificates, and the ones that other clients fall back to: the first that is set counts. */
const CERTIFICATES = ['ARIZE_SSL_CA_CERT', 'REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE'] as const;

const serviceConfig = variables({
  ...ENDPOINT,
  ARIZE_SSL_CA_CERT: text,
  REQUESTS_CA_BUNDLE: text,
  SSL_CERT_FILE: text,
  ARIZE_REQUEST_VERIFY: text,
  ARIZE_PROXY_URL: text.superRefine((value, context) => {
    for (const problem of value === undefined ? [] : proxyProblems(value))
      context.addIssue(`ARIZE_PROXY_URL: ${problem}`);
  }),
  ...PROXY_VARIABLES,
  ARIZE_WIRE_CASE: word('ARIZE_WIRE_CASE', ['upper', 'legacy']),
  DISABLE_PRERELEASE_WARNING: text,
}).transform((given, context): Omit<AxConfig, 'apiKey'> => {
  const baseUrl = baseUrlOf(given);
  const isSecure = baseUrl.startsWith('https:');
  const certificates = CERTIFICATES.find((name) => given[name] !== undefined);
  const ca = isSecure && certificates !== undefined ? readCertificates(given[certificates] ?? '') : undefined;
  for (const problem of endpointProblems(given)) context.addIssue(problem);
  if (ca === null)
    context.addIssue(
      `${certificates} must be a readable file of PEM certificates (is ${given[certificates ?? 'SSL_CERT_FILE']})`,
    );
  // Without verification whoever answers gets the key.
  if (isSecure && !isYes(given.ARIZE_REQUEST_VERIFY ?? 'yes')) context.addIssue(UNVERIFIED);
  const proxy = proxyOf(baseUrl, given);
  if (proxy !== null && proxy.variable !== 'ARIZE_PROXY_URL')
    for (const problem of proxyProblems(proxy.url)) context.addIssue(`${proxy.variable}: ${problem}`);
  return {
    baseUrl,
    wireCase: given.ARIZE_WIRE_CASE ?? 'upper',
    preReleaseWarning: !isYes(given.DISABLE_PRERELEASE_WARNING ?? ''),
    ...(ca ? { ca } : {}),
    ...(proxy === null ? {} : { proxyUrl: proxy.url, proxyVariable: proxy.variable }),
  };
});

/** Everything about the service, from the variables of the official clients (docs/api-contract.md 1.1). */
export const axConfig = z
  .preprocess((env) => ({ apiKey: env, service: env }), z.object({ apiKey, service: serviceConfig }))
  .transform((given): AxConfig => ({ ...given.service, apiKey: given.apiKey }));

/** Our own variable before those of everyone; a service on this machine is always reached directly. */
function proxyOf(
  baseUrl: string,
  given: Readonly<Partial<Record<string, string | undefined>>>,
): Proxy | null {
  if (!URL.canParse(baseUrl)) return null;
  const { hostname, port, protocol } = new URL(baseUrl);
  if (isLoopback(hostname)) return null;
  if (given['ARIZE_PROXY_URL'] !== undefined)
    return { variable: 'ARIZE_PROXY_URL', url: given['ARIZE_PROXY_URL'] };
  return proxyTo(hostname, Number(port) || (protocol === 'https:' ? 443 : 80), given);
}

const UNVERIFIED =
  'ARIZE_REQUEST_VERIFY cannot be disabled: set ARIZE_SSL_CA_CERT to the certificate of the authority instead';

const isYes = (value: string): boolean => /^(1|true|yes|on)$/i.test(value);

/** Null if the file cannot be read or has no certificates. */
function readCertificates(path: string): string | null {
  try {
    const pem = readFileSync(path, 'utf8');
    return pem.includes('-----BEGIN CERTIFICATE-----') ? pem : null;
  } catch {
    return null;
  }
}
