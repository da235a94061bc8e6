import { isSendableId } from '../../model/api/resource-id.js';
import { quoted } from '../checks/quoted.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';

/** A path of fixed parts and IDs. IDs come from callers and from servers alike, so each is checked here once more. */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
  const encoded = ids.map((id) => {
    if (!isSendableId(id)) throw new InvalidInputError('send a request', [`${quoted(id)} is not an ID`]);
    return encodeURIComponent(id);
  });
  return String.raw({ raw: parts }, ...encoded);
}
