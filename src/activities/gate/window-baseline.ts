import { withoutNoise } from '../../model/base/numbers.js';
import { definedOnly } from '../../model/base/objects.js';
import { baselineWindows } from '../../model/gate/baseline-windows.js';
import { unitOf } from '../../model/gate/check-text.js';
import type { EvidenceSource } from '../../model/gate/evidence.js';
import type { GateCheck, MeasuredStep, WindowBaseline } from '../../model/gate/gate.js';
import { controlLimits } from '../../statistics/control-limits.js';
import { measureWindows } from './measure-windows.js';
import { windowsOfSteps } from './measure.js';
import type { EvidenceReaders } from './measure.js';
import { NO_SOURCE, absent, unreadable } from './measured.js';
import type { Measured } from './measured.js';
import type { WindowRead } from './window-reader.js';

/** What other windows of the measured projects say. */
export async function windowBaseline(
  check: GateCheck,
  baseline: WindowBaseline,
  steps: readonly MeasuredStep[],
  { windowsOf, readBaselines }: Pick<EvidenceReaders, 'windowsOf' | 'readBaselines'>,
): Promise<Measured> {
  const own = steps.filter(({ of }) => check.of.includes(of));
  const measured = await windowsOfSteps(own, windowsOf);
  if ('missing' in measured) return absent(measured.missing);
  const groups = baselineWindows(measured, baseline);
  const reads = await readBaselines(check, groups.flat());
  if (baseline.kind !== 'trailing' || check.measure === 'labelDrift')
    return withEnough(check, measureWindows(check, reads, NO_SOURCE));
  const sides = groups.map((_, at) => measureWindows(check, groupAt(reads, at, groups), NO_SOURCE));
  return meanOfWindows(check, sides);
}

/** All groups are equally large. */
const groupAt = (reads: readonly WindowRead[], at: number, groups: readonly unknown[]): WindowRead[] => {
  const size = reads.length / groups.length;
  return reads.slice(at * size, (at + 1) * size);
};

const hasEnough = ({ minSamples = 1 }: GateCheck, { evidence }: Measured): boolean =>
  evidence.missing === null && evidence.samples >= minSamples;

function withEnough(check: GateCheck, side: Measured): Measured {
  const { missing, unreadable: wrong, samples, source } = side.evidence;
  if (missing !== null || wrong !== undefined || hasEnough(check, side)) return side;
  return absent(`there are only ${unitOf(check, samples)}, ${check.minSamples} are needed`, source);
}

/** With fewer windows, their mean is no more than a window before. */
const MIN_WINDOWS = 2;

/** The mean of the values of several windows, each of which counts once. Those without enough samples are left out. */
function meanOfWindows(check: GateCheck, sides: readonly Measured[]): Measured {
  const source: EvidenceSource = {
    ...NO_SOURCE,
    windows: sides.flatMap(({ evidence }) => evidence.source.windows ?? []),
  };
  const wrong = sides.find(({ evidence }) => evidence.unreadable !== undefined)?.evidence.unreadable;
  if (wrong !== undefined) return unreadable(wrong, source);
  const usable = sides.filter((side) => hasEnough(check, side) && side.evidence.value !== null);
  const values = usable.map(({ evidence }) => evidence.value ?? 0);
  if (values.length < MIN_WINDOWS)
    return absent(
      `only ${values.length} of the ${sides.length} windows before have ${unitOf(check, check.minSamples ?? 1)} or more`,
      source,
    );
  const width = check.outsideControlLimits;
  return {
    evidence: {
      value: withoutNoise(values.reduce((sum, value) => sum + value, 0) / values.length),
      samples: usable.reduce((sum, { evidence }) => sum + evidence.samples, 0),
      ...{ missing: null, source },
      ...definedOnly({ control: width === undefined ? undefined : controlOf(values, width) }),
    },
    comparable: null,
  };
}

/** The mean is the value of the baseline. */
function controlOf(values: number[], width: number) {
  const limits = controlLimits(values, width);
  if (limits === null) return null;
  const { deviation, windows, falseAlarmShare } = limits;
  return { deviation, limits: limits.limits, windows, falseAlarmShare };
}
