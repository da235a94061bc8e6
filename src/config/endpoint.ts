import { z } from 'zod';
import { baseUrlProblems } from '../ax/http/options.js';
import { text, word } from './variables.js';

const DEFAULT_HOST = 'api.arize.com';
const REGION = /^[a-z]{2}-[a-z]+-\d[a-z]$/;
const HOST = /^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/;

const host = (name: string) =>
  text.refine(
    (value) => value === undefined || HOST.test(value),
    `${name} must be a host name without scheme or path`,
  );

/** 0 means the scheme's own port. */
const port = (name: string) =>
  text.refine(
    (value) => value === undefined || (/^\d{1,5}$/.test(value) && Number(value) <= 65_535),
    `${name} must be a port from 0 to 65535`,
  );

/** The variables of the official clients that say where the service is (docs/api-contract.md 1.1). */
export const ENDPOINT = {
  ARIZE_BASE_URL: text.superRefine((value, context) => {
    for (const problem of value === undefined ? [] : baseUrlProblems(value))
      context.addIssue(`ARIZE_BASE_URL: ${problem}`);
  }),
  ARIZE_REGION: z
    .string()
    .regex(
      REGION,
      'ARIZE_REGION must be a region like us-central-1a, us-east-1b, eu-west-1a or ca-central-1a',
    )
    .optional(),
  ARIZE_SINGLE_HOST: host('ARIZE_SINGLE_HOST'),
  ARIZE_SINGLE_PORT: port('ARIZE_SINGLE_PORT'),
  ARIZE_BASE_DOMAIN: host('ARIZE_BASE_DOMAIN'),
  ARIZE_API_HOST: host('ARIZE_API_HOST'),
  ARIZE_API_PORT: port('ARIZE_API_PORT'),
  ARIZE_API_SCHEME: word('ARIZE_API_SCHEME', ['http', 'https']),
};

type Endpoint = z.output<z.ZodObject<typeof ENDPOINT>>;

/** The ways to set the address of the service; they are mutually exclusive. */
const WAYS: readonly (readonly (keyof Endpoint)[])[] = [
  ['ARIZE_BASE_URL'],
  ['ARIZE_REGION'],
  ['ARIZE_SINGLE_HOST', 'ARIZE_SINGLE_PORT'],
  ['ARIZE_BASE_DOMAIN'],
  ['ARIZE_API_HOST'],
];

/** The base URL that the variables come to. */
export function baseUrlOf(given: Endpoint): string {
  if (given.ARIZE_BASE_URL !== undefined) return given.ARIZE_BASE_URL;
  const port = Number(given.ARIZE_SINGLE_PORT ?? given.ARIZE_API_PORT ?? 0);
  return `${given.ARIZE_API_SCHEME ?? 'https'}://${hostOf(given)}${port === 0 ? '' : `:${port}`}`;
}

function hostOf(given: Endpoint): string {
  if (given.ARIZE_REGION !== undefined) return `api.${given.ARIZE_REGION}.arize.com`;
  if (given.ARIZE_BASE_DOMAIN !== undefined) return `api.${given.ARIZE_BASE_DOMAIN}`;
  return given.ARIZE_SINGLE_HOST ?? given.ARIZE_API_HOST ?? DEFAULT_HOST;
}

/** Where variables that are right by themselves contradict one another. */
export function endpointProblems(given: Endpoint): string[] {
  const setAmong = (names: readonly (keyof Endpoint)[]) => names.filter((name) => given[name] !== undefined);
  const ways = WAYS.map(setAmong).filter((names) => names.length > 0);
  if (ways.length > 1) return [`${ways.flat().join(', ')} conflict: set only one of them`];
  const [port, other] = setAmong(['ARIZE_SINGLE_PORT', 'ARIZE_API_PORT']);
  if (given.ARIZE_BASE_URL !== undefined) {
    const beside = setAmong(['ARIZE_API_SCHEME', 'ARIZE_API_PORT']);
    return beside.length === 0 ? [] : [`unset ${beside.join(' and ')}: ARIZE_BASE_URL replaces them`];
  }
  if (other !== undefined) return [`${port} and ${other} conflict: set only one of them`];
  if (port === 'ARIZE_SINGLE_PORT' && given.ARIZE_SINGLE_HOST === undefined)
    return ['ARIZE_SINGLE_PORT needs ARIZE_SINGLE_HOST: set both'];
  if (port !== undefined && /:\d+$/.test(hostOf(given)))
    return [`${port} must be unset: the host already has a port`];
  const named = setAmong(['ARIZE_API_SCHEME', ...WAYS.flat()]).join(', ');
  return baseUrlProblems(baseUrlOf(given)).map((problem) => `${named}: ${problem}`);
}
