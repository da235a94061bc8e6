import type { Span, SpanAnnotation } from '../api/span.js';
import type { SpanQuestion } from './span-question.js';

const ANNOTATION = 'annotation.';

/** Members that come with each span, by which it can be grouped. */
const FIXED: Readonly<Record<string, (span: Span) => string | null>> = {
  kind: ({ kind }) => kind,
  status_code: ({ statusCode }) => statusCode,
};

/** A selection is needed, since without one everything comes; of unknown columns nothing comes. */
const NO_COLUMN = 'attributes.ax_tasks.none';

/** What of a span is asked for. */
type Selected = Pick<SpanQuestion, 'evaluations' | 'annotations' | 'pairs' | 'groupBy' | 'withReasons'>;

/** The columns that a question needs, and no other: no text of a span is asked for. */
export function columnsOf(question: Selected): string[] {
  const { pairs, groupBy, withReasons = false } = question;
  const paired = pairs.flat();
  const evaluations = new Set([...question.evaluations, ...paired.filter((name) => !isAnnotation(name))]);
  const annotations = new Set([...question.annotations, ...paired.filter(isAnnotation).map(annotationName)]);
  const parts = withReasons ? [...EVALUATION_PARTS, 'explanation'] : EVALUATION_PARTS;
  const columns = [
    ...[...evaluations].flatMap((name) => parts.map((part) => `eval.${name}.${part}`)),
    ...[...annotations].flatMap((name) => ['score', 'label'].map((part) => `${ANNOTATION}${name}.${part}`)),
    ...(groupBy === null || Object.hasOwn(FIXED, groupBy) ? [] : [`attributes.${attributeName(groupBy)}`]),
  ];
  return columns.length === 0 ? [NO_COLUMN] : columns;
}

const EVALUATION_PARTS = ['score', 'label', 'metadata'];

const attributeName = (path: string): string => path.replace(/^attributes\./, '');
const isAnnotation = (name: string): boolean => name.startsWith(ANNOTATION);
const annotationName = (name: string): string => name.slice(ANNOTATION.length);

/** What one half of a pair says of a span; null if it is not there. */
export function judgedBy(span: Span, name: string): SpanAnnotation | null {
  const judged = isAnnotation(name)
    ? span.annotations.find((each) => each.name === annotationName(name))
    : span.evaluations.find((each) => each.name === name);
  return judged ?? null;
}

/** The group of a span; an empty text if it has no plain value there. */
export function groupOf(span: Span, groupBy: string): string {
  const fixed = Object.hasOwn(FIXED, groupBy) ? FIXED[groupBy] : undefined;
  const value = fixed === undefined ? attributeAt(span.attributes, groupBy) : fixed(span);
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The attribute at a full path. Services send dotted names, nested objects, or some of both. */
function attributeAt(attributes: Record<string, unknown>, path: string): unknown {
  const full = `attributes.${attributeName(path)}`;
  if (Object.hasOwn(attributes, full)) return attributes[full];
  return memberAt(attributes, attributeName(path).split('.'));
}

function memberAt(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  for (let length = names.length; length > 0; length--) {
    const name = names.slice(0, length).join('.');
    if (!Object.hasOwn(value, name)) continue;
    const member = (value as Record<string, unknown>)[name];
    const found = length === names.length ? member : memberAt(member, names.slice(length));
    if (found !== undefined) return found;
  }
  return undefined;
}
