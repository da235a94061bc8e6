import { share } from '../random.js';
import { parseFilter } from './parse.js';
import { FilterSyntaxError } from './tokens.js';
import type { FilterOperator, FilterNode, Literal } from './parse.js';
import type { DatasetExample, ExperimentRun } from '../resource-types.js';

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

/** Something a filter can be asked about. */
export interface FilterSubject {
  /** The value of a field; `undefined` when the subject does not know the field. */
  read(field: string): unknown;
  /** Decides a comparison with a field that the subject does not know. */
  guess(comparison: string): boolean;
}

/** Whether a subject passes a filter. */
function matches(node: FilterNode, subject: FilterSubject): boolean {
  switch (node.kind) {
    case 'and':
      return matches(node.sides[0], subject) && matches(node.sides[1], subject);
    case 'or':
      return matches(node.sides[0], subject) || matches(node.sides[1], subject);
    case 'not':
      return !matches(node.inner, subject);
    case 'in':
      return node.values.some((value) => compareField(subject, node.field, '=', value));
    case 'is-null':
      return (subject.read(node.field) ?? null) === null;
    case 'compare':
      return compareField(subject, node.field, node.operator, node.value);
  }
}

function compareField(
  subject: FilterSubject,
  field: string,
  operator: FilterOperator,
  value: Literal,
): boolean {
  const actual = subject.read(field);
  if (actual === undefined) return subject.guess(`${field} ${operator} ${String(value)}`);
  return compare(actual, operator, value);
}

function compare(actual: unknown, operator: FilterOperator, value: Literal): boolean {
  if (operator === '=') return actual === value;
  if (operator === '!=') return actual !== value;
  if (operator === 'like') return likePattern(String(value)).test(String(actual));
  if (operator === 'contains') return String(actual).includes(String(value));
  return ordered(actual, operator, value);
}

function ordered(actual: unknown, operator: '<' | '<=' | '>' | '>=', value: Literal): boolean {
  const difference = sign(actual, value);
  if (Number.isNaN(difference)) return false;
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}

function sign(actual: unknown, value: Literal): number {
  if (typeof actual === 'number' && typeof value === 'number') return actual - value;
  if (typeof actual !== 'string' || typeof value !== 'string') return Number.NaN;
  if (actual === value) return 0;
  return actual < value ? -1 : 1;
}

function likePattern(text: string): RegExp {
  const escaped = text
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${escaped}$`, 'is');
}

/** A dataset example as filters see it. */
export function exampleSubject(example: DatasetExample): FilterSubject & { readonly id: string } {
  return subject(example.id, { ...example.columns, id: example.id });
}

/** An experiment run as filters see it. */
export function experimentRunSubject(run: ExperimentRun): FilterSubject & { readonly id: string } {
  const { id, example_id, output, error } = run;
  return subject(id, { ...run.columns, ...annotationColumns(run), id, example_id, output, error });
}

function subject(
  id: string,
  columns: Readonly<Record<string, unknown>>,
): FilterSubject & { readonly id: string } {
  return {
    id,
    read: (field) => columns[field] ?? columns[field.replace(/^attributes\./, '')] ?? null,
    guess: () => false,
  };
}

function annotationColumns(run: ExperimentRun): Record<string, unknown> {
  const entries = run.annotations.flatMap(({ name, score, label, text }) => [
    [`annotation.${name}.score`, score],
    [`annotation.${name}.label`, label],
    [`annotation.${name}.text`, text],
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}
