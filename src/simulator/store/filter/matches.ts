import type { Comparison, FilterNode, Literal } from './parse.js';

/** Something a filter can be asked about. */
export interface FilterSubject {
  /** The value of a field; `undefined` when the subject does not know the field. */
  read(field: string): unknown;
  /** Decides a comparison with a field that the subject does not know. */
  guess(comparison: string): boolean;
}

/** Whether a subject passes a filter. */
export function matches(node: FilterNode, subject: FilterSubject): boolean {
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

function compareField(subject: FilterSubject, field: string, operator: Comparison, value: Literal): boolean {
  const actual = subject.read(field);
  if (actual === undefined) return subject.guess(`${field} ${operator} ${String(value)}`);
  return compare(actual, operator, value);
}

function compare(actual: unknown, operator: Comparison, value: Literal): boolean {
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
