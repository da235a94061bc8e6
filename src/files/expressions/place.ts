import type { ValueKind } from '../../model/pipeline/plan.js';
import type { SpecPath } from '../document/finding.js';

/** What an expression in a step's member can read beside inputs, the pipeline and other steps. */
export type Reach = 'step' | 'item' | 'self';

/** A member of a step that may hold expressions: its place (`*` is any name or position, `**` anything below). */
interface Place {
  at: string;
  kind: ValueKind;
  reach: Reach;
}

const places = (reach: Reach, kind: ValueKind, ...at: string[]): Place[] =>
  at.map((each) => ({ at: each, kind, reach }));

const BOUNDS = ['min', 'max', 'warnBelow', 'warnAbove', 'maxDrop', 'maxRise', 'baseline'];

/** Where texts with `${{ … }}` may stand whose value is known only when the step starts, or an item of it. */
const PLACES: readonly Place[] = [
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
  ...places('item', 'text', 'requires.*.version'),
  ...places('item', 'count', 'requires.*.minExamples', 'requires.*.minRuns'),
  ...places('step', 'count', 'gate.checks.*.*.minSamples'),
  ...places('step', 'number', ...BOUNDS.map((bound) => `gate.checks.*.*.${bound}`)),
  ...places('step', 'text', 'gate.checks.*.*.evaluation', 'gate.checks.*.*.label'),
  ...places('step', 'resource', 'gate.checks.*.*.baseline.experiment', 'gate.checks.*.*.baseline.dataset'),
  ...places('step', 'resource', 'gate.checks.*.*.baseline.space'),
];

/** Members of a step that are expressions, bare or in one `${{ }}`. */
const EXPRESSIONS: readonly { at: string; reach: Reach }[] = [
  { at: 'if', reach: 'item' },
  { at: 'forEach', reach: 'step' },
  { at: 'gate.checks.*.condition', reach: 'self' },
  { at: 'outputs.*', reach: 'self' },
];

/** The place of a template in a step; null where there may be none. */
export const templatePlace = (path: SpecPath): Place | null => find(PLACES, path);

/** The place of an expression in a step; null where what stands there is none. */
export const expressionPlace = (path: SpecPath): { reach: Reach } | null => find(EXPRESSIONS, path);

function find<P extends { at: string }>(known: readonly P[], path: SpecPath): P | null {
  return known.find(({ at }) => matches(at.split('.'), path)) ?? null;
}

function matches(pattern: readonly string[], path: SpecPath): boolean {
  if (pattern.at(-1) === '**' && path.length >= pattern.length) {
    return matches(pattern.slice(0, -1), path.slice(0, pattern.length - 1));
  }
  if (pattern.length !== path.length) return false;
  return pattern.every((part, at) => part === '*' || part === String(path[at]));
}

/** A path of a file as its step and what is inside of it; null where it is in no step. */
export function inStep(path: SpecPath): { step: SpecPath; inside: SpecPath } | null {
  const [list, position, ...inside] = path;
  if ((list !== 'steps' && list !== 'finally') || typeof position !== 'number') return null;
  return { step: [list, position], inside };
}
