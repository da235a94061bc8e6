import { createDispatchers } from '../ax/http/dispatchers.js';
import { exchange } from '../ax/http/exchange.js';
import type { RawResponse } from '../ax/http/exchange.js';
import { proxyProblems } from '../ax/http/options.js';
import { retryAfterMs } from '../ax/http/retry-after.js';
import { isLoopback } from '../model/base/loopback.js';
import type { SendAnswer } from '../model/notification/receivers.js';
import { misconfigured, unavailable } from './outlet.js';
import type { Surroundings } from './outlet.js';

const limitsFor = (withinMs: number) => ({
  connectMs: Math.min(10_000, withinMs),
  headersMs: withinMs,
  bodyMs: withinMs,
  requestMs: withinMs,
  maxResponseBytes: 64 * 1024,
});

interface Post {
  /** It may be a secret: of it, messages have only the host. */
  url: string;
  body: string;
  headers?: Readonly<Record<string, string>>;
  /** What the body of a refusal says, as far as it can hold nothing secret; null: nothing. */
  explain?: (body: string) => string | null;
}

/** POSTs JSON once on a connection of its own. Redirects are not followed: they would take the message elsewhere. */
export async function postJson(
  post: Post,
  { proxyFor, ca, withinMs = 30_000 }: Surroundings,
): Promise<SendAnswer> {
  const url = URL.canParse(post.url) ? new URL(post.url) : null;
  const problem = url === null ? 'is not a URL' : addressProblem(url);
  if (url === null || problem !== null) return misconfigured(`the URL ${problem}`);
  const proxyUrl = proxyFor(url);
  const proxyProblem = proxyUrl === null ? undefined : proxyProblems(proxyUrl)[0];
  if (proxyProblem !== undefined) return misconfigured(proxyProblem);
  const limits = limitsFor(withinMs);
  const connection = createDispatchers({
    origin: url.origin,
    limits,
    ...(ca === undefined ? {} : { ca }),
    ...(proxyUrl === null ? {} : { proxyUrl }),
  }).fresh();
  const result = await exchange(connection, requestOf(url, post), limits, undefined).finally(() => {
    void connection.destroy();
  });
  if ('failure' in result) return unavailable(`no answer from ${url.host}: ${result.failure.reason}`);
  return judge(url.host, result.answer, post.explain);
}

/** A URL that comes from a secret is checked only here. */
function addressProblem({ protocol, hostname, username, password }: URL): string | null {
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
    return 'must be https; only this machine may be reached by http';
  return username === '' && password === '' ? null : 'must not have a user name or password';
}

const requestOf = (url: URL, { body, headers = {} }: Post) => ({
  origin: url.origin,
  path: `${url.pathname}${url.search}`,
  method: 'POST' as const,
  headers: { 'content-type': 'application/json', 'user-agent': 'ax-tasks-temporal', ...headers },
  body,
});

/** Statuses that another attempt may change, beside those of 5xx. */
const PASSING = [408, 425, 429];

function judge(
  host: string,
  { status, headers, body }: RawResponse,
  explain: Post['explain'] = () => null,
): SendAnswer {
  if (status >= 200 && status <= 299) return { kind: 'taken', answer: `HTTP ${status}` };
  const said = explain(body.toString('utf8'));
  const why = `${host} answered HTTP ${status}${said === null ? '' : `: ${said}`}${ADVICE[status] ?? ''}`;
  if (status >= 500 || PASSING.includes(status)) return unavailable(why, askedWait(headers));
  return { kind: 'refused', why };
}

const ADVICE: Readonly<Record<number, string>> = {
  401: '; check the secret or the URL',
  403: '; check the secret or the URL',
  404: '; check the URL: the receiver may have been removed',
  410: '; the receiver was removed',
};

function askedWait(headers: RawResponse['headers']): number | null {
  const [asked, date] = ['retry-after', 'date'].map((name) => [headers[name]].flat()[0]);
  const nowMs = Date.parse(date ?? '');
  return retryAfterMs(asked, Number.isNaN(nowMs) ? Date.now() : nowMs) ?? null;
}
