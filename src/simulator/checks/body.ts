import { z } from 'zod';
import { invalid, refusalWithStatus } from '../base/problem.js';
import { isId } from '../store/ids.js';

/** An id in a request body. */
export const idText = z.string().refine(isId, 'is not a valid identifier');

/** An RFC 3339 date-time with a zone. */
export const instant = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/,
    'must be an RFC 3339 date-time',
  )
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be an RFC 3339 date-time');

const ZONELESS = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?$/;

/** Refuses a date-time without a zone; how the service does is a switch. */
export function refuseZoneless(member: string, value: unknown, status: 400 | 422): void {
  if (typeof value !== 'string' || !ZONELESS.test(value)) return;
  throw refusalWithStatus(status, `${member}: must be an RFC 3339 date-time with a zone`);
}

/** As `instant`; a date-time without a zone is read as UTC. */
export const instantOrUtc = z
  .string()
  .transform((text) => (ZONELESS.test(text) ? `${text}Z` : text))
  .pipe(instant);

/** A member that may be left out; null means the same as leaving it out. */
export function optional<T extends z.ZodType>(schema: T): z.ZodOptional<z.ZodNullable<T>> {
  return schema.nullish();
}

/** A list whose entries must all differ. */
export function distinctIds(): z.ZodType<string[]> {
  return z.array(idText).refine((ids) => new Set(ids).size === ids.length, 'must not repeat an entry');
}

/** Reads a request body, or refuses it with 400 naming each member that is wrong. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map(describe).join('; '));
}

/** The body as a JSON object; refuses anything else with 400. */
export function objectBody(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid('The request body must be a JSON object');
  }
  return body as Readonly<Record<string, unknown>>;
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  const where = path.replace(/^\./, '');
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}
