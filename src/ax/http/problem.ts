import { parseJson } from './parse-json.js';

/** The body of an error response (RFC 9457, docs/api-contract.md 1.2). */
export interface Problem {
  type?: string;
  title?: string;
  detail?: string;
  requestId?: string;
  extra: Record<string, unknown>;
}

const KNOWN = new Set(['type', 'title', 'detail', 'status', 'request_id', '__proto__']);
const MAX_DETAIL = 2000;
const MAX_PAGE_TEXT = 300;
const MAX_EXTRA = 8 * 1024;

/** Reads problem+json, other JSON with a message, and proxies' error pages. `clean` is applied to every text. */
export function readProblem(body: Uint8Array, clean: (text: string) => string): Problem {
  const parsed = parseJson(body);
  if (!('value' in parsed)) return withDetail(pageText(Buffer.from(body).toString('utf8'), clean));
  const { value } = parsed;
  if (typeof value === 'string') return withDetail(line(clean(value), MAX_PAGE_TEXT));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { extra: {} };
  return fromMembers(mapText(value, clean) as Record<string, unknown>);
}

function fromMembers(members: Record<string, unknown>): Problem {
  const text = (name: string) =>
    typeof members[name] === 'string' ? line(members[name], MAX_DETAIL) : undefined;
  const said = {
    type: text('type'),
    title: text('title'),
    detail: text('detail') ?? text('message') ?? text('error'),
    requestId: text('request_id'),
  };
  const present = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const extra = Object.fromEntries(Object.entries(members).filter(([name]) => !KNOWN.has(name)));
  return { ...present, extra: JSON.stringify(extra).length <= MAX_EXTRA ? extra : {} };
}

const withDetail = (detail: string): Problem => (detail === '' ? { extra: {} } : { detail, extra: {} });

/** The same value with `change` applied to every text in it, including the names of members. */
function mapText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapText(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [change(name), mapText(item, change)]),
  );
}

/** The readable part of an HTML page or plain text. */
function pageText(page: string, clean: (text: string) => string): string {
  const bounded = page.slice(0, 64 * 1024);
  const withoutCode = bounded.replace(/<(script|style)\b[^]*?(<\/\1>|$)/gi, ' ');
  return line(clean(withoutCode.replace(/<[^>]*>/g, ' ')), MAX_PAGE_TEXT);
}

/** The text on one line, without control characters, and at most `max` characters long. */
function line(text: string, max: number): string {
  // eslint-disable-next-line no-control-regex
  const flat = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd\s]+/g, ' ').trim();
  return flat.length <= max ? flat : `${flat.slice(0, max)}…`;
}
