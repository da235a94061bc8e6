import { kindOfRequirement } from './check-requires.js';
import { itemsOfStep } from '../fan-out/items-of-step.js';
import type { ActivityCall, Approval, FanOut } from '../../model/pipeline/plan.js';
import type { Requirement } from '../../model/pipeline/requires/requirements.js';
import { DEFAULT_FAN_OUT_LIMIT } from '../../model/pipeline/plan.js';
import type { StepFile } from './step-file.js';
import { bareText } from '../expressions/expressions-in.js';
import { written } from '../expressions/bindings.js';
import { inMs } from './to-trigger.js';
import { definedOnly } from '../../model/base/objects.js';

export function toActivity({ activity, with: input = null }: StepFile): ActivityCall | undefined {
  return activity === undefined ? undefined : { name: activity, input };
}

export function toApproval({ approval }: StepFile): Approval | undefined {
  if (approval === undefined) return undefined;
  if (typeof approval === 'string') return { message: approval };
  const { message, timeout, onTimeout } = approval;
  return { message, ...definedOnly({ timeoutMs: inMs(timeout), onTimeout }) };
}

type RequirementFile = NonNullable<StepFile['requires']>[number];

/** The requirements of a checked step. `space` is the step's, for names. */
export const toRequirements = (
  { requires }: StepFile,
  space: string | undefined,
): Requirement[] | undefined => requires?.map((requirement) => toRequirement(requirement, space));

// If an expression provides the number when the step starts, 1 takes its place here.
const atLeast = (count: number | string | undefined): number => written<number>(count) ?? 1;

function toRequirement(file: RequirementFile, ofStep: string | undefined): Requirement {
  const { dataset = '', experiment = '', evaluator = '', integration = '' } = file;
  const where = definedOnly({ space: file.space ?? ofStep });
  const waiting = definedOnly({ untilMs: inMs(file.until) });
  switch (kindOfRequirement(file)) {
    case 'experiment':
      return {
        ...{ kind: 'experiment', experiment, minRuns: atLeast(file.minRuns) },
        ...definedOnly({ dataset: file.dataset }),
        ...where,
        ...waiting,
      };
    case 'spans': {
      const filter = written<string>(file.spans?.filter);
      const spans = { min: atLeast(file.spans?.min), ...definedOnly({ filter }) };
      return { kind: 'spans', spans, ...waiting };
    }
    case 'evaluator':
      return { kind: 'evaluator', evaluator, ...definedOnly({ version: file.version }), ...where };
    case 'integration':
      return { kind: 'integration', integration, ...where };
    case 'dataset':
    case null:
      return { kind: 'dataset', dataset, minExamples: atLeast(file.minExamples), ...where, ...waiting };
  }
}

export function toFanOut(step: StepFile): FanOut | undefined {
  const { forEach, concurrency = {} } = step;
  const items = itemsOfStep(step);
  if (items === undefined && forEach === undefined) return undefined;
  return {
    ...definedOnly({ items, forEach: typeof forEach === 'string' ? bareText(forEach) : undefined }),
    limit: concurrency.limit ?? DEFAULT_FAN_OUT_LIMIT,
    onConflict: concurrency.onConflict ?? 'wait',
  };
}
