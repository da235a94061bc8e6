import { readFileSync } from 'node:fs';
import { API_KEY_PROBLEM, isUsableKey, proxyProblems, type AxClientOptions } from '../ax/http/options.js';
import { readBaseUrl } from './endpoint.js';
import { setAmong, valueOf, type Environment, type Read } from './environment.js';

/** How to reach Arize AX: the options of AxClient, except for its warnings. */
export type AxConfig = Omit<AxClientOptions, 'onWarning'>;

/** Everything about the service, from the variables of the official clients (docs/api-contract.md 1.1). */
export function readAxConfig(env: Environment): Read<AxConfig> {
  const apiKey = valueOf(env, 'ARIZE_API_KEY') ?? '';
  const endpoint = readBaseUrl(env);
  const secure = endpoint.value.startsWith('https:');
  const ca = secure ? readCertificates(env) : { value: undefined, problems: [] };
  const proxyUrl = valueOf(env, 'ARIZE_PROXY_URL');
  const wireCase = valueOf(env, 'ARIZE_WIRE_CASE')?.toLowerCase() ?? 'upper';
  return {
    value: {
      baseUrl: endpoint.value,
      apiKey,
      wireCase: wireCase === 'legacy' ? 'legacy' : 'upper',
      preReleaseWarning: !isYes(valueOf(env, 'DISABLE_PRERELEASE_WARNING')),
      ...(ca.value === undefined ? {} : { ca: ca.value }),
      ...(proxyUrl === undefined ? {} : { proxyUrl }),
    },
    problems: [
      ...keyProblems(apiKey),
      ...endpoint.problems,
      ...ca.problems,
      ...verifyProblems(env, secure),
      ...(proxyUrl === undefined
        ? []
        : proxyProblems(proxyUrl).map((problem) => `ARIZE_PROXY_URL: ${problem}`)),
      ...(['upper', 'legacy'].includes(wireCase) ? [] : ['ARIZE_WIRE_CASE must be upper or legacy']),
    ],
  };
}

function keyProblems(apiKey: string): string[] {
  if (apiKey === '')
    return ['ARIZE_API_KEY is not set: set it to an Arize AX API key (only workers need it)'];
  return isUsableKey(apiKey) ? [] : [`ARIZE_API_KEY: ${API_KEY_PROBLEM}`];
}

/** The first that is set of our variable and the ones that other clients fall back to. */
function readCertificates(env: Environment): Read<string | undefined> {
  const [name] = setAmong(env, ['ARIZE_SSL_CA_CERT', 'REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE']);
  if (name === undefined) return { value: undefined, problems: [] };
  const path = valueOf(env, name) ?? '';
  const unusable = {
    value: undefined,
    problems: [`${name} must be a readable file of PEM certificates (is ${path})`],
  };
  try {
    const pem = readFileSync(path, 'utf8');
    return pem.includes('-----BEGIN CERTIFICATE-----') ? { value: pem, problems: [] } : unusable;
  } catch {
    return unusable;
  }
}

// Without verification whoever answers gets the key.
function verifyProblems(env: Environment, secure: boolean): string[] {
  const verify = valueOf(env, 'ARIZE_REQUEST_VERIFY');
  if (!secure || verify === undefined || isYes(verify)) return [];
  return [
    'ARIZE_REQUEST_VERIFY cannot be disabled: set ARIZE_SSL_CA_CERT to the certificate of the authority instead',
  ];
}

const isYes = (value: string | undefined): boolean => /^(1|true|yes|on)$/i.test(value ?? '');
