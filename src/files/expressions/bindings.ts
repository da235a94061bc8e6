import { isTemplate } from '../../expressions/split-template.js';
import type { Binding } from '../../model/pipeline/plan.js';
import type { ValuePath } from '../document/finding.js';
import type { StepFile } from '../pipeline/step-file.js';
import { templateField } from './expression-fields.js';
import { textsIn } from './texts-in.js';

const TRIGGER_MEMBERS: Record<string, string> = { start: 'dataStartTime', end: 'dataEndTime' };
const IN_TRIGGER = new Set([
  ...['window', 'maxSpans', 'overrideEvaluations', 'experimentIds', 'experimentName', 'queryFilter'],
  ...['datasetVersionId', 'exampleIds', 'maxExamples', 'tracingMetadata', 'evaluationTaskIds'],
]);

/** The values of a checked step that are known only when it starts, with their paths in the plan's step. */
export const bindingsOf = (step: StepFile): Binding[] =>
  textsIn(step).flatMap(({ path, text }): Binding[] => {
    const place = isTemplate(text) ? templateField(path) : null;
    return place === null ? [] : [{ at: placeInPlan(step, path), template: text, kind: place.kind }];
  });

/** The value of a field; undefined if an expression provides it. */
export const written = <T>(value: T | string | undefined): T | undefined =>
  typeof value === 'string' && isTemplate(value) ? undefined : (value as T | undefined);

function placeInPlan({ approval }: StepFile, path: ValuePath): (string | number)[] {
  const [member = '', ...rest] = path;
  if (member === 'window') return ['trigger', TRIGGER_MEMBERS[String(rest[0])] ?? String(rest[0])];
  if (IN_TRIGGER.has(String(member))) return ['trigger', ...path];
  if (member === 'with') return ['activity', 'input', ...rest];
  if (member === 'approval' && typeof approval === 'string') return ['approval', 'message'];
  return member === 'gate' ? placeInGate(rest) : [...path];
}

// In the plan, the measure of a check is a separate field, and a number as baseline is a mapping.
function placeInGate([checks, at, _measure, bound, ...rest]: ValuePath): (string | number)[] {
  const where = ['gate', checks ?? 'checks', at ?? 0, bound ?? ''];
  return bound === 'baseline' && rest.length === 0 ? [...where, 'value'] : [...where, ...rest];
}
