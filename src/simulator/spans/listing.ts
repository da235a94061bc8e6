import { compareSpans, type Span, type SpanKey, type SpanSource } from './span.js';

/** What is listed of a project, apart from how it is shown. */
export interface ListingQuery {
  /** Names the listing: two queries of one name list the same. */
  readonly name: string;
  /** Both bounds belong to the window. */
  readonly startMs: number;
  readonly endMs: number;
  /** Spans that arrived later are not indexed yet. */
  readonly indexedMs: number;
  /** How far around the window the search looks for the time of arrival. */
  readonly reachMs: number;
  readonly passes: (span: Span) => boolean;
}

const SOURCE_FACTOR = 2 ** 32;

/**
 * The spans of a query in the order of the service. It keeps a number for each span, and makes the spans again when they
 * are asked for.
 */
export class Listing {
  readonly #sources: readonly SpanSource[];
  readonly #references: readonly number[];
  /** Until the index has this moment, no further span of the window can appear. */
  readonly staleAtMs: number;

  constructor(sources: readonly SpanSource[], query: ListingQuery) {
    this.#sources = sources;
    const { references, nextMs } = collect(sources, query);
    this.#references = references.sort((a, b) => this.#compare(a, b));
    this.staleAtMs = nextMs;
  }

  get length(): number {
    return this.#references.length;
  }

  slice(from: number, to: number): readonly Span[] {
    return this.#references.slice(from, to).map((reference) => this.#spanAt(reference));
  }

  /** Position of the first span that comes after this place in the order. */
  positionAfter(key: SpanKey): number {
    let [low, high] = [0, this.#references.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (compareSpans(this.#spanAt(this.#references[middle] ?? 0), key) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(a: number, b: number): number {
    return this.#timeOf(b) - this.#timeOf(a) || compareSpans(this.#spanAt(a), this.#spanAt(b));
  }

  #timeOf(reference: number): number {
    return sourceOf(this.#sources, reference).timeOf(reference % SOURCE_FACTOR);
  }

  #spanAt(reference: number): Span {
    return sourceOf(this.#sources, reference).spanAt(reference % SOURCE_FACTOR);
  }
}

function sourceOf(sources: readonly SpanSource[], reference: number): SpanSource {
  const source = sources[Math.floor(reference / SOURCE_FACTOR)];
  if (source === undefined) throw new RangeError(`There is no source for span ${reference}.`);
  return source;
}

function collect(
  sources: readonly SpanSource[],
  { startMs, endMs, indexedMs, reachMs, passes }: ListingQuery,
): { readonly references: number[]; readonly nextMs: number } {
  const references: number[] = [];
  let nextMs = Number.POSITIVE_INFINITY;
  for (const [at, source] of sources.entries()) {
    for (const index of source.newestFirst(startMs, endMs)) {
      const receivedMs = source.receivedOf(index);
      if (receivedMs < startMs - reachMs || receivedMs > endMs + reachMs) continue;
      if (receivedMs > indexedMs) nextMs = Math.min(nextMs, receivedMs);
      else if (passes(source.spanAt(index))) references.push(at * SOURCE_FACTOR + index);
    }
  }
  return { references, nextMs };
}

/** Listings that are being paged through, the last ones used. */
const MAX_LISTINGS = 16;

/** Keeps listings, so that a page costs no new search while nothing has changed. */
export class ListingCache {
  readonly #listings = new Map<string, Listing>();

  /** The listing of a query, kept or made. */
  get(query: ListingQuery, sources: () => readonly SpanSource[]): Listing {
    const kept = this.#listings.get(query.name);
    this.#listings.delete(query.name);
    const listing =
      kept !== undefined && query.indexedMs < kept.staleAtMs ? kept : new Listing(sources(), query);
    this.#listings.set(query.name, listing);
    for (const name of [...this.#listings.keys()].slice(0, -MAX_LISTINGS)) this.#listings.delete(name);
    return listing;
  }
}
