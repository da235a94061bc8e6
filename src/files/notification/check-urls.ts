import { isLoopback } from '../../model/base/loopback.js';

/** What is wrong with an address to which notices or their readers go; null if nothing is. It may hold a secret, so it is not shown. */
export function urlProblem(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return 'is not a URL, expected one like https://ops.example/hook';
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return 'begins with http, expected https: only this machine may be reached without TLS';
  if (url.username !== '' || url.password !== '')
    return 'has a user name or password, expected a URL without them';
  return null;
}
