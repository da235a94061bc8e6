import { checkBounds, checkName, isShare, measureText } from '../../model/gate/check-text.js';
import type { CheckResult, GateCheck } from '../../model/gate/gate.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { TONE_OF_ANSWER, anchorAt, percent } from './elements.js';

/** Bounds as numbers; those of a baseline are turned into such. */
interface Bounds {
  min: number | null;
  max: number | null;
  warnBelow: number | null;
  warnAbove: number | null;
}

const TOP = 24;
const BAR = 14;
const HEIGHT = 64;

/** A value between its bounds, with that of the baseline. Null if there is nothing to draw. */
export function boundsChart({ check, value, answer, baseline }: CheckResult): Markup | null {
  if (value === null || check.measure === 'condition') return null;
  const base = baseline?.value ?? null;
  const bounds = boundsOf(check, base);
  const at = scaleOf(
    check,
    [value, base, bounds.min, bounds.max, bounds.warnBelow, bounds.warnAbove].filter(
      (number) => number !== null,
    ),
  );
  const name = `${checkName(check)}: ${measureText(check.measure, value)}, expected ${checkBounds(check)}`;
  return markup`<svg role="img" aria-label="${name}" height="${HEIGHT}"><rect class="pale" x="0" y="${TOP + 5}" width="100%" height="4"/>${zones(bounds, at)}${
    base === null ? null : baselineMark(at(base), measureText(check.measure, base))
  }<circle class="${TONE_OF_ANSWER[answer]}" cx="${percent(at(value))}" cy="${TOP + 7}" r="7"><title>${name}</title></circle><text x="${percent(at(value))}" y="${TOP + BAR + 18}" text-anchor="${anchorAt(at(value))}">${measureText(check.measure, value)}</text></svg>
`;
}

function boundsOf(check: GateCheck, base: number | null): Bounds {
  const { min, max, maxDrop, maxRise, warnBelow, warnAbove } = check;
  const lowest = [min, base === null || maxDrop === undefined ? undefined : base - maxDrop];
  const highest = [max, base === null || maxRise === undefined ? undefined : base + maxRise];
  const given = (bounds: readonly (number | undefined)[]): number[] =>
    bounds.filter((one) => one !== undefined);
  return {
    min: given(lowest).length === 0 ? null : Math.max(...given(lowest)),
    max: given(highest).length === 0 ? null : Math.min(...given(highest)),
    warnBelow: warnBelow ?? null,
    warnAbove: warnAbove ?? null,
  };
}

/** The position of a number, 0 to 1, between the lowest and the highest with some margin; shares stay within 0 and 1. */
function scaleOf({ measure }: GateCheck, numbers: readonly number[]): (number: number) => number {
  const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)];
  const room = (highest - lowest || Math.abs(highest) || 1) * 0.25;
  const from = isShare(measure) ? Math.max(0, lowest - room) : lowest - room;
  const to = isShare(measure) ? Math.min(1, highest + room) : highest + room;
  return (number) => (number - from) / (to - from || 1);
}

function zones({ min, max, warnBelow, warnAbove }: Bounds, at: (number: number) => number): Markup[] {
  const zone = (from: number, to: number, tone: string): Markup =>
    markup`<rect class="${tone}" x="${percent(from)}" y="${TOP}" width="${percent(Math.max(0, Math.min(1, to) - Math.max(0, from)))}" height="${BAR}"/>`;
  return [
    ...(warnBelow === null ? [] : [zone(0, at(warnBelow), 'zone-warn')]),
    ...(warnAbove === null ? [] : [zone(at(warnAbove), 1, 'zone-warn')]),
    ...(min === null ? [] : [zone(0, at(min), 'zone-bad')]),
    ...(max === null ? [] : [zone(at(max), 1, 'zone-bad')]),
  ];
}

const baselineMark = (share: number, text: string): Markup =>
  markup`<line class="mark" x1="${percent(share)}" x2="${percent(share)}" y1="${TOP - 5}" y2="${TOP + BAR + 5}"><title>${`baseline ${text}`}</title></line><text class="dim" x="${percent(share)}" y="13" text-anchor="${anchorAt(share)}">${`baseline ${text}`}</text>`;
