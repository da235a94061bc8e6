import { timingSafeEqual } from 'node:crypto';
import { Refusal } from '../base/problem.js';
import type { User } from '../store/resource-types.js';
import type { World } from '../base/world.js';

/** The user behind an `authorization` header; 401 without `Bearer ` or with a key nobody has. */
export function authenticate(world: World, header: string | undefined): User {
  const key = /^Bearer (.+)$/.exec(header ?? '')?.[1];
  if (key === undefined) {
    throw new Refusal('authentication-required', 'Send the API key as "Authorization: Bearer <key>"');
  }
  if (same(key, world.options.apiKey)) return world.admin;
  if (same(key, world.options.readOnlyApiKey)) return world.reader;
  if (same(key, world.options.secondApiKey)) return world.second;
  throw new Refusal('authentication-required', 'The API key is not valid');
}

/** Refuses a write by a user who may only read, with 403. */
export function authorizeWrite(world: World, caller: User): void {
  if (caller.id !== world.reader.id) return;
  throw new Refusal('access-forbidden', 'This API key may read, and not change anything');
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
