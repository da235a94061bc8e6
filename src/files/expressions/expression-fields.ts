import type { ValueKind } from '../../model/pipeline/plan.js';
import type { ValuePath } from '../document/finding.js';

/** What an expression in a step can read besides inputs, the pipeline and other steps. */
export type Reach = 'step' | 'item' | 'self';

/** A field of a step that may hold expressions. In its path, `*` is any name or position, `**` anything below. */
interface ExpressionField {
  at: string;
  kind: ValueKind;
  reach: Reach;
}

const places = (reach: Reach, kind: ValueKind, ...at: string[]): ExpressionField[] =>
  at.map((each) => ({ at: each, kind, reach }));

const BOUNDS = [
  ...['min', 'max', 'warnBelow', 'warnAbove', 'maxDrop', 'maxRise'],
  ...['outsideControlLimits', 'baseline'],
];

/** Paths that allow `${{ … }}` whose value is known only when the step, or an item of it, starts. */
const TEMPLATE_FIELDS: readonly ExpressionField[] = [
  ...places('item', 'resource', 'task', 'space', 'experimentIds.*', 'evaluationTaskIds.*'),
  ...places('item', 'time', 'window.start', 'window.end'),
  ...places('item', 'count', 'maxSpans', 'maxExamples'),
  ...places('item', 'flag', 'overrideEvaluations', 'allowEmpty', 'allowTruncated'),
  ...places('item', 'share', 'maxErrorShare'),
  ...places('item', 'texts', 'experimentIds', 'exampleIds', 'evaluationTaskIds'),
  ...places('item', 'text', 'queryFilter', 'datasetVersionId', 'exampleIds.*'),
  ...places('item', 'experiment-name', 'experimentName'),
  ...places('item', 'scalar', 'tracingMetadata.*'),
  ...places('item', 'json', 'with', 'with.**'),
  ...places('step', 'text', 'approval', 'approval.message'),
  ...places('item', 'text', 'ensure.name', 'ensure.queryFilter', 'ensure.evaluators.*.queryFilter'),
  ...places('item', 'text', 'ensure.evaluators.*.columnMappings.*'),
  ...places(
    'item',
    'text',
    'ensure.evaluators.*.queryMappings.*.attributePath',
    'ensure.queryFilters.filters.*.filter',
  ),
  ...places('item', 'resource', 'ensure.space', 'ensure.project', 'ensure.dataset', 'ensure.experimentIds.*'),
  ...places('item', 'resource', 'ensure.evaluators.*.evaluatorId', 'ensure.evaluators.*.evaluatorVersionId'),
  ...places('item', 'json', 'ensure.runConfiguration.**'),
  ...places('item', 'resource', 'requires.*.dataset', 'requires.*.experiment', 'requires.*.evaluator'),
  ...places('item', 'resource', 'requires.*.integration', 'requires.*.space'),
  ...places('item', 'text', 'requires.*.version', 'requires.*.spans.filter'),
  ...places('item', 'count', 'requires.*.minExamples', 'requires.*.minRuns', 'requires.*.spans.min'),
  ...places('step', 'count', 'gate.checks.*.*.minSamples'),
  ...places('step', 'number', ...BOUNDS.map((bound) => `gate.checks.*.*.${bound}`)),
  ...places('step', 'text', 'gate.checks.*.*.evaluation', 'gate.checks.*.*.label'),
  ...places('step', 'resource', 'gate.checks.*.*.baseline.experiment', 'gate.checks.*.*.baseline.dataset'),
  ...places('step', 'resource', 'gate.checks.*.*.baseline.space'),
];

/** Fields of a step that hold expressions, with or without `${{ }}`. */
const EXPRESSIONS: readonly { at: string; reach: Reach }[] = [
  { at: 'if', reach: 'item' },
  { at: 'forEach', reach: 'step' },
  { at: 'gate.checks.*.condition', reach: 'self' },
  { at: 'outputs.*', reach: 'self' },
];

/** The field of a step at a path that allows templates; null if the path allows none. */
export const templateField = (path: ValuePath): ExpressionField | null => find(TEMPLATE_FIELDS, path);

/** The field of a step at a path that holds an expression; null if it holds none. */
export const expressionField = (path: ValuePath): { reach: Reach } | null => find(EXPRESSIONS, path);

function find<P extends { at: string }>(known: readonly P[], path: ValuePath): P | null {
  return known.find(({ at }) => matches(at.split('.'), path)) ?? null;
}

function matches(pattern: readonly string[], path: ValuePath): boolean {
  if (pattern.at(-1) === '**' && path.length >= pattern.length) {
    return matches(pattern.slice(0, -1), path.slice(0, pattern.length - 1));
  }
  if (pattern.length !== path.length) return false;
  return pattern.every((part, at) => part === '*' || part === String(path[at]));
}

/** Splits a path of a file into its step and the path within the step; null if it is not within a step. */
export function inStep(path: ValuePath): { step: ValuePath; inside: ValuePath } | null {
  const [list, position, ...inside] = path;
  if ((list !== 'steps' && list !== 'finally') || typeof position !== 'number') return null;
  return { step: [list, position], inside };
}
