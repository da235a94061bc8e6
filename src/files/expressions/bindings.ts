import { isTemplate } from '../../expressions/split-template.js';
import type { Binding } from '../../model/pipeline/plan.js';
import type { SpecPath } from '../document/finding.js';
import type { StepFile } from '../pipeline/step-file.js';
import { templatePlace } from './place.js';
import { textsIn } from './texts-in.js';

const TRIGGER_MEMBERS: Record<string, string> = { start: 'dataStartTime', end: 'dataEndTime' };
const IN_TRIGGER = new Set([
  ...['window', 'maxSpans', 'overrideEvaluations', 'experimentIds', 'experimentName', 'queryFilter'],
  ...['datasetVersionId', 'exampleIds', 'maxExamples', 'tracingMetadata', 'evaluationTaskIds'],
]);

/** The values of a checked step that are known only when it starts, and where they go in the plan's step. */
export const bindingsOf = (step: StepFile): Binding[] =>
  textsIn(step).flatMap(({ path, text }): Binding[] => {
    const place = isTemplate(text) ? templatePlace(path) : null;
    return place === null ? [] : [{ at: placeInPlan(step, path), template: text, kind: place.kind }];
  });

/** The value of a member, or undefined where an expression will give it. */
export const written = <T>(value: T | string | undefined): T | undefined =>
  typeof value === 'string' && isTemplate(value) ? undefined : (value as T | undefined);

function placeInPlan({ approval }: StepFile, path: SpecPath): (string | number)[] {
  const [member = '', ...rest] = path;
  if (member === 'window') return ['trigger', TRIGGER_MEMBERS[String(rest[0])] ?? String(rest[0])];
  if (IN_TRIGGER.has(String(member))) return ['trigger', ...path];
  if (member === 'with') return ['activity', 'input', ...rest];
  if (member === 'approval' && typeof approval === 'string') return ['approval', 'message'];
  return member === 'gate' ? placeInGate(rest) : [...path];
}

// The measure of a check is a member of its own in the plan, and a number as baseline a mapping.
function placeInGate([checks, at, _measure, bound, ...rest]: SpecPath): (string | number)[] {
  const where = ['gate', checks ?? 'checks', at ?? 0, bound ?? ''];
  return bound === 'baseline' && rest.length === 0 ? [...where, 'value'] : [...where, ...rest];
}
