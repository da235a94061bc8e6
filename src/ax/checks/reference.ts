import { isResourceId, isSendableId, markedId } from '../../model/api/resource-id.js';
import { nameProblem } from './names.js';

/** A name or an ID, told apart (contract section 3, rule 1). */
export type Reference = { id: string } | { name: string };

/** What `text` refers by. `id:` marks an ID that does not look like the service's usual ones. */
export function readReference(text: string): Reference {
  const marked = markedId(text);
  if (marked !== null) return { id: marked };
  return isResourceId(text) ? { id: text } : { name: text };
}

/** What is wrong with a reference; null when it can be used. */
export function referenceProblem(text: string): string | null {
  const reference = readReference(text);
  if ('name' in reference) return nameProblem(text);
  return isSendableId(reference.id) ? null : 'is marked as an ID but has characters that no ID has';
}

export const isName = (text: string): boolean => 'name' in readReference(text);
