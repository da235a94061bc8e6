import { baseUrlProblems } from '../ax/http/options.js';
import { setAmong, valueOf, type Environment, type Read } from './environment.js';

const DEFAULT_HOST = 'api.arize.com';
const REGION = /^[a-z]{2}-[a-z]+-\d[a-z]$/;
const HOST = /^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/;

/** The ways to set the address of the service; they are mutually exclusive (docs/api-contract.md 1.1). */
const WAYS: readonly (readonly string[])[] = [
  ['ARIZE_BASE_URL'],
  ['ARIZE_REGION'],
  ['ARIZE_SINGLE_HOST', 'ARIZE_SINGLE_PORT'],
  ['ARIZE_BASE_DOMAIN'],
  ['ARIZE_API_HOST'],
];

/** The base URL that the variables of the official clients come to. */
export function readBaseUrl(env: Environment): Read<string> {
  const given = WAYS.map((names) => setAmong(env, names)).filter((names) => names.length > 0);
  if (given.length > 1) {
    return wrong(`${given.flat().join(', ')} conflict: set only one of them`);
  }
  const whole = valueOf(env, 'ARIZE_BASE_URL');
  return whole === undefined ? fromParts(env) : fromWhole(env, whole);
}

function fromWhole(env: Environment, text: string): Read<string> {
  const beside = setAmong(env, ['ARIZE_API_SCHEME', 'ARIZE_API_PORT']);
  const problems = baseUrlProblems(text).map((problem) => `ARIZE_BASE_URL: ${problem}`);
  if (beside.length > 0) problems.push(`unset ${beside.join(' and ')}: ARIZE_BASE_URL replaces them`);
  return { value: text, problems };
}

function fromParts(env: Environment): Read<string> {
  const scheme = valueOf(env, 'ARIZE_API_SCHEME')?.toLowerCase() ?? 'https';
  const host = hostOf(env);
  const port = portOf(env, host.value);
  const schemeProblems = /^https?$/.test(scheme) ? [] : ['ARIZE_API_SCHEME must be http or https'];
  const problems = [...schemeProblems, ...host.problems, ...port.problems];
  const value = `${scheme}://${host.value}${port.value}`;
  return { value, problems: problems.length > 0 ? problems : baseUrlProblems(value) };
}

function hostOf(env: Environment): Read<string> {
  const region = valueOf(env, 'ARIZE_REGION');
  if (region !== undefined) {
    const fine = REGION.test(region);
    const problem =
      'ARIZE_REGION must be a region like us-central-1a, us-east-1b, eu-west-1a or ca-central-1a';
    return { value: `api.${region}.arize.com`, problems: fine ? [] : [problem] };
  }
  const domain = valueOf(env, 'ARIZE_BASE_DOMAIN');
  if (domain !== undefined) return hostNamed('ARIZE_BASE_DOMAIN', `api.${domain}`);
  const single = valueOf(env, 'ARIZE_SINGLE_HOST');
  if (single !== undefined) return hostNamed('ARIZE_SINGLE_HOST', single);
  if (valueOf(env, 'ARIZE_SINGLE_PORT') !== undefined)
    return wrong('ARIZE_SINGLE_PORT needs ARIZE_SINGLE_HOST beside it');
  return hostNamed('ARIZE_API_HOST', valueOf(env, 'ARIZE_API_HOST') ?? DEFAULT_HOST);
}

const hostNamed = (name: string, host: string): Read<string> => ({
  value: host,
  problems: HOST.test(host) ? [] : [`${name} must be a host name without scheme or path`],
});

/** `:port`, or nothing for the scheme's own: 0 means that too. */
function portOf(env: Environment, host: string): Read<string> {
  const names = setAmong(env, ['ARIZE_SINGLE_PORT', 'ARIZE_API_PORT']);
  const name = names[0];
  if (name === undefined) return { value: '', problems: [] };
  if (names.length > 1) return wrong('ARIZE_SINGLE_PORT and ARIZE_API_PORT say the same: unset one of them');
  const text = valueOf(env, name) ?? '';
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    return wrong(`${name} must be a port from 0 to 65535`);
  if (/:\d+$/.test(host)) return wrong(`${name} must be unset: the host has a port already`);
  return { value: Number(text) === 0 ? '' : `:${text}`, problems: [] };
}

const wrong = (problem: string): Read<string> => ({ value: '', problems: [problem] });
