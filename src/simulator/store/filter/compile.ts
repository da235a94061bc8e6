import { share } from '../random.js';
import { matches, type FilterSubject } from './matches.js';
import { parseFilter } from './parse.js';
import { FilterSyntaxError } from './tokens.js';

/** A filter ready to be asked. */
export type Predicate = (subject: FilterSubject & { readonly id: string }) => boolean;

/** Share of subjects that pass a filter that is beyond the subset which the simulator knows. */
const UNKNOWN_FILTER_SHARE = 0.5;

/** The predicate of a filter expression; throws `FilterSyntaxError` for what is none. */
export function compileFilter(text: string): Predicate {
  const node = parseFilter(text);
  return (subject) => matches(node, subject);
}

/**
 * The predicate of a task's filter. The service's language is larger than the simulator's, so an
 * expression that cannot be read still filters: it keeps a fixed half of the data, the same each time.
 */
export function compileTaskFilter(text: string | null): Predicate {
  if (text === null || text.trim() === '') return () => true;
  try {
    return compileFilter(text);
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error;
    return (subject) => share('filter', text, subject.id) < UNKNOWN_FILTER_SHARE;
  }
}
