import {
  all,
  anyText,
  endsAfterStart,
  expected,
  flag,
  instant,
  listOf,
  milliseconds,
  nullable,
  optional,
  shape,
  text,
  whole,
} from '../base/checks.js';
import type { Check } from '../base/checks.js';
import type { Interval } from '../time/interval.js';

/**
 * What is asked about the spans of a window. The window is half-open: the service's bounds are inclusive, so spans that start
 * at `endMs` are cut off.
 */
export interface SpanQuestion extends Interval {
  projectId: string;
  /** As the service takes it; null: all spans. */
  filter: string | null;
  /** Evaluations to count, by name, with `annotations` at most ten. Without any, and without annotations and pairs, spans alone are counted. */
  evaluations: string[];
  /** Annotations by people to count, by name. */
  annotations: string[];
  /** Pairs to compare on the same span, each an evaluation or `annotation.<name>`. */
  pairs: [string, string][];
  /** `kind`, `status_code`, or an attribute's path such as `attributes.llm.model_name`; null: no groups. */
  groupBy: string | null;
  /** The task whose evaluations count, and its runs; null and none: whoever wrote them. */
  taskId: string | null;
  runIds: string[];
  /** Requests that may be sent; beyond it, a sample is read. */
  maxRequests: number;
  /**
   * Also reads the explanations of evaluations, to tell those that failed by reason: an explanation is sorted into one of a
   * few reasons and dropped. Absent: false.
   */
  withReasons?: boolean;
  /**
   * Also finds spans that arrived this much later than the hours around the window in which the service looks anyway: the
   * search goes on beyond the window by as much, at the cost of the spans that started there. Not for samples. Absent: 0.
   */
  lateForMs?: number;
}

/** What a window may cost unless something else is said: 100,000 spans are read in full. */
export const DEFAULT_MAX_REQUESTS = 200;

/** Each can cost a heartbeat 150 KB, if spans are hostile. */
const MAX_NAMES = 10;
const MAX_RUNS = 1000;

const atMost = (max: number): Check =>
  expected(`a list with at most ${max} entries`, (value) => (value as unknown[]).length <= max);

const names = all(listOf(text), atMost(MAX_NAMES));

const pair = all(
  listOf(text),
  expected('two names', (value) => (value as unknown[]).length === 2),
);

const members = shape<SpanQuestion>({
  projectId: text,
  startMs: instant,
  endMs: instant,
  filter: nullable(text),
  evaluations: names,
  annotations: names,
  pairs: all(listOf(pair), atMost(MAX_NAMES)),
  groupBy: nullable(text),
  taskId: nullable(text),
  runIds: all(listOf(anyText), atMost(MAX_RUNS)),
  maxRequests: whole(1),
  withReasons: optional(flag),
  lateForMs: optional(milliseconds(0)),
});

const fewNames = expected(`at most ${MAX_NAMES} evaluations and annotations together`, (value) => {
  const { evaluations, annotations } = value as SpanQuestion;
  return evaluations.length + annotations.length <= MAX_NAMES;
});

/** What is wrong with a question; null: nothing. */
export const questionProblem = (question: unknown): string | null =>
  all(members, endsAfterStart, fewNames)(question, 'question');

/** The question whether, and how many, spans there are: nothing of them but the members that always come. */
export const countingQuestion = (
  where: Interval & Pick<SpanQuestion, 'projectId' | 'filter'>,
  maxRequests = DEFAULT_MAX_REQUESTS,
): SpanQuestion => ({
  ...{ projectId: where.projectId, startMs: where.startMs, endMs: where.endMs, filter: where.filter },
  ...{ evaluations: [], annotations: [], pairs: [], groupBy: null, taskId: null, runIds: [] },
  maxRequests,
});
