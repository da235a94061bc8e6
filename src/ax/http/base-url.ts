/** Where the service is: requests go to `origin`, every path is put behind `prefix` (empty or `/some/path`). */
export interface BaseUrl {
  origin: string;
  prefix: string;
}

const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
// Addresses at which clouds hand out credentials; IPv6 ones as the URL parser writes them.
const METADATA =
  /^(169\.254\.\d+\.\d+|\[fe[89ab][0-9a-f]:.*\]|\[fd00:ec2::254\]|\[::ffff:a9fe:.*\]|metadata\.google\.internal\.?)$/;

/** Whether a host is this machine: only there may the key travel without TLS. */
const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/** What is wrong with a base URL, in words that can be shown: without user info or query. Empty when it can be used. */
export function baseUrlProblems(text: string): string[] {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return ['the base URL must be a whole http or https URL, like https://api.arize.com'];
  }
  const problems: string[] = [];
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    problems.push(`the base URL must be https, since ${url.hostname} is not this machine`);
  }
  if (url.username !== '' || url.password !== '')
    problems.push('the base URL must not hold a user or password');
  if (text.includes('?') || text.includes('#'))
    problems.push('the base URL must not have a query or fragment');
  if (METADATA.test(url.hostname))
    problems.push(`the base URL points at ${url.hostname}, which is no Arize service`);
  if (/\/v2\/*$/.test(url.pathname))
    problems.push('the base URL must end before /v2, which every request adds');
  return problems;
}

/** Splits a base URL without problems. */
export function splitBaseUrl(text: string): BaseUrl {
  const url = new URL(text);
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
}
