import { isTemplate } from '../../expressions/split-template.js';
import { isResourceId } from '../../model/api/resource-id.js';
import { MAX_TRAILING } from '../../model/gate/gate.js';
import type { Measure } from '../../model/gate/gate.js';
import { instantMs } from '../../model/time/window.js';
import { whatIsThere } from '../document/finding.js';
import type { Finding } from '../document/finding.js';
import { isRecord, membersAmong } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';

const TESTED: readonly Measure[] = ['meanScore', 'labelShare', 'labelDrift'];
const CHANGES = ['maxDrop', 'maxRise', 'outsideControlLimits'];

/** Checks that a baseline has an effect and that it can be compared with as the check asks. */
export function baselineFindings(bounds: LooseStep, measure: Measure, space: unknown): Finding[] {
  const { baseline, significance } = bounds;
  const [change] = membersAmong(bounds, CHANGES);
  if (baseline === undefined) {
    const [alone] = membersAmong(bounds, [...CHANGES, 'significance']);
    return alone === undefined ? [] : key(alone, 'has no effect without baseline');
  }
  if (change === undefined && measure !== 'labelDrift')
    return key('baseline', 'has no effect without maxDrop or maxRise');
  const wrong = [...kindFindings(baseline, measure), ...limitsFindings(bounds)];
  if (wrong.length > 0) return wrong;
  const untested = significance === undefined ? [] : significanceFindings(bounds, measure);
  return untested.length > 0 ? untested : nameFindings(baseline, space);
}

const key = (name: string, message: string): Finding[] => [{ path: [name], at: 'key', message }];

const BASELINES = ['experiment', 'trailing', 'range'];
const COUNTS: readonly Measure[] = ['successShare', 'errorShare', 'samples'];

function kindFindings(baseline: unknown, measure: Measure): Finding[] {
  if (measure === 'labelDrift' && !isRecord(baseline) && !isWord(baseline))
    return [{ path: ['baseline'], message: 'is a number, which has no labels to compare with' }];
  const isOfWindows = isRecord(baseline)
    ? baseline['experiment'] === undefined
    : isWord(baseline) && baseline !== 'previous';
  if (isOfWindows && COUNTS.includes(measure)) {
    const message = `is not available for ${measure}: of other windows only evaluations are read`;
    return [{ path: ['baseline'], message }];
  }
  return isRecord(baseline) ? mappingFindings(baseline) : [];
}

const isWord = (baseline: unknown): boolean =>
  baseline === 'previous' || baseline === 'previousWindow' || baseline === 'sameWindowLastWeek';

function mappingFindings(baseline: LooseStep): Finding[] {
  const [kind, other] = membersAmong(baseline, BASELINES);
  if (kind === undefined) return [{ path: ['baseline'], message: `names none of ${BASELINES.join(', ')}` }];
  const beside =
    other ?? (kind === 'experiment' ? undefined : membersAmong(baseline, ['dataset', 'space'])[0]);
  if (beside !== undefined)
    return [{ path: ['baseline', beside], at: 'key', message: `cannot be combined with ${kind}` }];
  return [...trailingFindings(baseline['trailing']), ...rangeFindings(baseline['range'])];
}

const trailingFindings = (trailing: unknown): Finding[] =>
  typeof trailing !== 'number' || (trailing >= 2 && trailing <= MAX_TRAILING)
    ? []
    : [
        {
          path: ['baseline', 'trailing'],
          message: `${whatIsThere(trailing)}, expected 2 to ${MAX_TRAILING} windows`,
        },
      ];

function rangeFindings(range: unknown): Finding[] {
  if (!isRecord(range)) return [];
  const times = ['start', 'end'].map((name) => [name, range[name]] as const);
  const wrong = times.filter(([, time]) => typeof time === 'string' && instantMs(time) === null);
  if (wrong.length > 0)
    return wrong.map(([name, time]) => ({
      path: ['baseline', 'range', name],
      message: `${whatIsThere(time)}, expected a time with a time zone, like 2026-11-01T00:00:00Z`,
    }));
  const [start = null, end = null] = times.map(([, time]) => instantMs(String(time)));
  return start === null || end === null || start < end
    ? []
    : [{ path: ['baseline', 'range'], message: 'ends before it starts, expected start before end' }];
}

const MIN_LIMITS = 5;

function limitsFindings({ baseline, outsideControlLimits }: LooseStep): Finding[] {
  if (outsideControlLimits === undefined) return [];
  const trailing = isRecord(baseline) ? baseline['trailing'] : undefined;
  if (trailing === undefined)
    return key('outsideControlLimits', 'needs trailing windows as the baseline, like {trailing: 14}');
  if (typeof trailing !== 'number' || trailing >= MIN_LIMITS) return [];
  const message = `is ${trailing}, expected at least ${MIN_LIMITS} windows for outsideControlLimits`;
  return [{ path: ['baseline', 'trailing'], message }];
}

function significanceFindings({ baseline, significance }: LooseStep, measure: Measure): Finding[] {
  if (!TESTED.includes(measure))
    return key('significance', `is not available for ${measure}, only for ${TESTED.join(', ')}`);
  if (typeof significance === 'number' && !(significance > 0 && significance < 1)) {
    const message = `${whatIsThere(significance)}, expected a number between 0 and 1, like 0.05`;
    return [{ path: ['significance'], message }];
  }
  if (isRecord(baseline) && baseline['trailing'] !== undefined && measure !== 'labelDrift')
    return key(
      'significance',
      'cannot be tested against trailing windows, which differ among themselves: use outsideControlLimits',
    );
  return isWord(baseline) || isRecord(baseline)
    ? []
    : key('significance', 'cannot be tested against a number: use previous or an experiment as the baseline');
}

function nameFindings(baseline: unknown, space: unknown): Finding[] {
  if (!isRecord(baseline)) return [];
  const { experiment, dataset, space: own } = baseline;
  if (typeof experiment !== 'string' || isResourceId(experiment) || isTemplate(experiment)) return [];
  if (dataset !== undefined || own !== undefined || space !== undefined) return [];
  const message = `is ${JSON.stringify(experiment)}, a name: add \`dataset\` or \`space\`, or use its ID`;
  return [{ path: ['baseline', 'experiment'], message }];
}
