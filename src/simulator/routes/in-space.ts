import { nameFilter, queryId } from '../checks/query.js';
import { notFound } from '../problem.js';
import type { World } from '../world.js';

/**
 * The filter that `space_id` and `space_name` make: a space id exactly, or a case-insensitive substring
 * of a space's name. A space id that does not exist, or a name that fits no space, is a 404.
 */
export function spaceFilter(world: World, query: URLSearchParams): (spaceId: string) => boolean {
  const wantedId = queryId(query, 'space_id');
  if (wantedId !== null) world.store.spaces.get(wantedId);
  const named = nameFilter(query, 'space_name');
  const spaces = world.store.spaces.all().filter(({ name }) => named(name));
  if (spaces.length === 0) throw notFound('Space', query.get('space_name') ?? '');
  const ids = new Set(spaces.map(({ id }) => id));
  return (spaceId) => ids.has(spaceId) && (wantedId === null || wantedId === spaceId);
}

/** Records of the wanted space with a fitting name. */
export function inSpace<T extends { readonly space_id: string; readonly name: string }>(
  world: World,
  query: URLSearchParams,
  records: readonly T[],
): readonly T[] {
  const wanted = spaceFilter(world, query);
  const named = nameFilter(query, 'name');
  return records.filter(({ space_id, name }) => wanted(space_id) && named(name));
}
