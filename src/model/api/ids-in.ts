import { isResourceId } from './resource-id.js';

/** More than an event names. */
const MAX_IDS = 50;
const MAX_DEPTH = 20;

/**
 * The IDs of Arize AX that a JSON value has at any depth, each once, at most 50. Which members of an event name its task and its
 * run is not published, so all are taken that look like IDs.
 */
export function idsIn(value: unknown): string[] {
  const found = new Set<string>();
  const walk = (part: unknown, depth: number): void => {
    if (found.size >= MAX_IDS || depth > MAX_DEPTH) return;
    if (typeof part === 'string' && isResourceId(part)) found.add(part);
    if (typeof part === 'object' && part !== null)
      for (const each of Object.values(part)) walk(each, depth + 1);
  };
  walk(value, 0);
  return [...found];
}
