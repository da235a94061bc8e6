import type { ColumnSelection, SpanSearch } from '../checks/span-search.js';
import type { Project } from '../store/resource-types.js';
import type { Span } from '../spans/span.js';
import { iso, type World } from '../base/world.js';

/** A span with the selected members, as the wire shows it. */
export function presentSpan(world: World, project: Project, span: Span, search: SpanSearch): unknown {
  const wanted = wantedBy(search.selection);
  const shapeOf = world.options.spanAttributes === 'nested' ? nested : (flat: Readonly<Members>) => flat;
  const wantedOfEvaluation = evaluationParts(search.selection, world.options.metadataSelection);
  const annotations = verdicts(world.spans.annotationsOf(project, span), ['annotation'], wanted);
  const traceAnnotations = verdicts(span.traceAnnotations, ['trace_annotation'], wanted);
  const evaluations = verdicts(
    world.spans.evaluationsOf(project, span),
    EVALUATION_PREFIXES,
    wantedOfEvaluation,
  );
  return {
    ...fixedMembers(span),
    ...member('attributes', shapeOf(selectedAttributes(span, search, wanted)), search.selection),
    ...member('annotations', annotations, search.selection),
    ...member('trace_annotations', traceAnnotations, search.selection),
    ...member('evaluations', evaluations, search.selection),
  };
}

const EVALUATION_PREFIXES = ['eval', 'trace_eval', 'session_eval'];

/** Whether a member is shown that has one of these columns. */
type Wanted = (...columns: readonly string[]) => boolean;

function wantedBy(selection: ColumnSelection): Wanted {
  if (selection.kind === 'all') return () => true;
  return (...columns) =>
    columns.some((column) => selection.columns.has(column)) === (selection.kind === 'only');
}

/** As `wantedBy`; how metadata is selected is published nowhere, so a switch decides. */
function evaluationParts(
  selection: ColumnSelection,
  metadata: 'by-column' | 'with-evaluation' | 'never',
): Wanted {
  const wanted = wantedBy(selection);
  if (metadata === 'by-column' || selection.kind !== 'only') return wanted;
  return (...columns) => {
    if (columns[0]?.endsWith('.metadata') !== true) return wanted(...columns);
    const others = ['score', 'label', 'explanation'].flatMap((part) =>
      columns.map((column) => column.replace(/metadata$/, part)),
    );
    return metadata === 'with-evaluation' && wanted(...others);
  };
}

function fixedMembers({ fixed, timeMs, traceId, spanId }: Span): Readonly<Record<string, unknown>> {
  return {
    name: fixed.name,
    context: { trace_id: traceId, span_id: spanId },
    kind: fixed.kind,
    ...(fixed.parentId === null ? {} : { parent_id: fixed.parentId }),
    start_time: iso(timeMs),
    end_time: iso(timeMs + fixed.latencyMs),
    status_code: fixed.statusCode,
    status_message: fixed.statusMessage,
    latency_ms: fixed.latencyMs,
    events: fixed.events,
  };
}

/** A member by selection: left out where none of its columns was selected. */
function member(
  name: string,
  value: readonly unknown[] | Readonly<Record<string, unknown>>,
  selection: ColumnSelection,
): Readonly<Record<string, unknown>> {
  const isEmpty = (Array.isArray(value) ? value : Object.keys(value)).length === 0;
  return isEmpty && selection.kind === 'only' ? {} : { [name]: value };
}

function selectedAttributes(
  span: Span,
  { selection, truncateAt }: SpanSearch,
  wanted: Wanted,
): Readonly<Record<string, unknown>> {
  if (selection.kind === 'only' && ![...selection.columns].some((column) => column.startsWith('attributes.')))
    return {};
  const kept = Object.entries(span.attributes).filter(([name]) => wanted(`attributes.${name}`));
  const attributes = Object.fromEntries(kept);
  return truncateAt === null ? attributes : (truncated(attributes, truncateAt) as typeof attributes);
}

type Members = Record<string, unknown>;

/** Dotted names as objects in objects. A name that another one is the beginning of stays dotted. */
function nested(flat: Readonly<Members>): Members {
  const root: Members = {};
  for (const [name, value] of Object.entries(flat).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const parts = name.split('.');
    const last = parts.pop() ?? name;
    const parent = parts.reduce<Members | null>(childOf, root);
    if (parent === null) root[name] = value;
    else parent[last] = value;
  }
  return root;
}

/** The object under a name, made if it is missing; null where something else stands there. */
function childOf(parent: Members | null, name: string): Members | null {
  if (parent === null) return null;
  const child = (Object.hasOwn(parent, name) ? parent[name] : undefined) ?? {};
  if (typeof child !== 'object' || Array.isArray(child)) return null;
  parent[name] = child;
  return child as Members;
}

/** Evaluations or annotations with the selected parts; those go that have no part left. */
function verdicts<T extends { readonly name: string }>(
  all: readonly T[],
  prefixes: readonly string[],
  wanted: Wanted,
): readonly unknown[] {
  return all.flatMap(({ name, ...parts }) => {
    const kept = Object.entries(parts).filter(([part]) =>
      wanted(...prefixes.map((prefix) => `${prefix}.${name}.${part}`)),
    );
    return kept.length === 0 ? [] : [{ name, ...Object.fromEntries(kept) }];
  });
}

/** Cuts every text in a value to a number of characters, the last one an ellipsis. */
function truncated(value: unknown, length: number): unknown {
  if (typeof value === 'string') return shortened(value, length);
  if (Array.isArray(value)) return value.map((item) => truncated(item, length));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, truncated(inner, length)]));
}

function shortened(text: string, length: number): string {
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
