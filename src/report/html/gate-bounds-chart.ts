import { checkBounds, checkName, isShare, measureText } from '../../model/gate/check-text.js';
import { withoutNoise } from '../../model/base/numbers.js';
import type { GateCheck, Measure } from '../../model/gate/gate.js';
import type { CheckResult, ControlEvidence } from '../../model/gate/evidence.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { TONE_OF_ANSWER, percent } from './elements.js';

/** Bounds as numbers; those of a baseline are turned into such. */
interface Bounds {
  min: number | null;
  max: number | null;
  warnBelow: number | null;
  warnAbove: number | null;
}

/** A place on the scale that is marked through the chart and named above it. */
interface Mark {
  at: number;
  text: string;
  tone: string;
}

interface Scale {
  from: number;
  to: number;
}

const ROW = 15;
const BAND = 14;
const AXIS = 26;

/** A value between its bounds, with that of the baseline, on a scale. Null if there is nothing to draw. */
export function boundsChart({ check, value, answer, baseline }: CheckResult): Markup | null {
  if (value === null || check.measure === 'condition') return null;
  const base = baseline?.value ?? null;
  const bounds = boundsOf(check, base, baseline?.control);
  const { min, max, warnBelow, warnAbove } = bounds;
  const scale = scaleOf(
    check,
    [value, base, min, max, warnBelow, warnAbove].filter((number) => number !== null),
  );
  const at = (number: number): number => (number - scale.from) / (scale.to - scale.from || 1);
  const name = `${checkName(check)}: ${measureText(check.measure, value)}, expected ${checkBounds(check)}`;
  const own = { at: at(value), text: `this run ${measureText(check.measure, value)}`, tone: 'own' };
  const rows = inRows([own, ...marksOf(check.measure, bounds, base, at)]);
  const top = rows.length * ROW + 4;
  return markup`<svg role="img" aria-label="${name}" height="${top + BAND + AXIS}"><rect class="pale" x="0" y="${top + 5}" width="100%" height="4"/>${zones(bounds, at, top)}${rows.flatMap(
    (row, index) => row.flatMap((mark) => markLines(mark, index * ROW + 11, top)),
  )}<circle class="${TONE_OF_ANSWER[answer]}" cx="${percent(at(value))}" cy="${top + 7}" r="7"><title>${name}</title></circle>${axis(check.measure, scale, at, top + BAND + 4)}</svg>
`;
}

function boundsOf(check: GateCheck, base: number | null, control: ControlEvidence | undefined): Bounds {
  const { min, max, maxDrop, maxRise, warnBelow, warnAbove } = check;
  const lowest = [
    min,
    base === null || maxDrop === undefined ? undefined : base - maxDrop,
    control?.limits[0],
  ];
  const highest = [
    max,
    base === null || maxRise === undefined ? undefined : base + maxRise,
    control?.limits[1],
  ];
  const given = (bounds: readonly (number | undefined)[]): number[] =>
    bounds.filter((one) => one !== undefined);
  return {
    min: given(lowest).length === 0 ? null : Math.max(...given(lowest)),
    max: given(highest).length === 0 ? null : Math.min(...given(highest)),
    warnBelow: warnBelow ?? null,
    warnAbove: warnAbove ?? null,
  };
}

/** From the lowest to the highest with some margin; shares stay within 0 and 1. */
function scaleOf({ measure }: GateCheck, numbers: readonly number[]): Scale {
  const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)];
  const room = (highest - lowest || Math.abs(highest) || 1) * 0.25;
  return isShare(measure)
    ? { from: Math.max(0, lowest - room), to: Math.min(1, highest + room) }
    : { from: lowest - room, to: highest + room };
}

/** The bars that decide, and what the baseline had. */
function marksOf(
  measure: Measure,
  { min, max, warnBelow, warnAbove }: Bounds,
  base: number | null,
  at: (number: number) => number,
): Mark[] {
  const mark = (number: number | null, words: string, tone: string): Mark[] =>
    number === null ? [] : [{ at: at(number), text: `${words} ${measureText(measure, number)}`, tone }];
  return [
    ...mark(min, 'at least', 'bound'),
    ...mark(max, 'at most', 'bound'),
    ...mark(warnBelow, 'warns below', 'bound-warn'),
    ...mark(warnAbove, 'warns above', 'bound-warn'),
    ...mark(base, 'baseline', 'mark'),
  ];
}

/** About the width of a letter, as a share of the chart on a phone. */
const LETTER = 6.5 / 330;

const widthOf = (text: string): number => text.length * LETTER;

/** Where a text starts that stands at its mark and inside the chart. */
function startOf(mark: Mark): number {
  const anchor = anchorOf(mark);
  return mark.at - (anchor === 'start' ? 0 : widthOf(mark.text) / (anchor === 'end' ? 1 : 2));
}

/** Marks in rows in which no text meets another, even on a phone. */
function inRows(marks: readonly Mark[]): Mark[][] {
  const rows: Mark[][] = [];
  for (const mark of marks) {
    const row = rows.find((others) => others.every((other) => isApart(mark, other)));
    if (row === undefined) rows.push([mark]);
    else row.push(mark);
  }
  return rows;
}

const isApart = (a: Mark, b: Mark): boolean => {
  const [left, right] = startOf(a) <= startOf(b) ? [a, b] : [b, a];
  return startOf(left) + widthOf(left.text) + 2 * LETTER <= startOf(right);
};

/** The anchor that keeps a text inside the chart on a phone, and so on any screen. */
function anchorOf({ at, text }: Mark): 'start' | 'middle' | 'end' {
  const half = widthOf(text) / 2;
  return at < half ? 'start' : at > 1 - half ? 'end' : 'middle';
}

function markLines(mark: Mark, y: number, top: number): Markup[] {
  const x = percent(mark.at);
  const text = markup`<text class="${mark.tone === 'own' ? '' : 'dim'}" x="${x}" y="${y}" text-anchor="${anchorOf(mark)}">${mark.text}</text>`;
  if (mark.tone === 'own') return [text];
  return [
    markup`<line class="${mark.tone}" x1="${x}" x2="${x}" y1="${y + 3}" y2="${top + BAND + 4}"><title>${mark.text}</title></line>`,
    text,
  ];
}

/** A line with ticks at round numbers, as many as have room. */
function axis(measure: Measure, scale: Scale, at: (number: number) => number, y: number): Markup[] {
  const longest = Math.max(...[scale.from, scale.to].map((number) => measureText(measure, number).length), 4);
  const step = roundStep(
    (scale.to - scale.from) / Math.max(2, Math.min(5, Math.floor(0.9 / ((longest + 2) * LETTER)))),
  );
  const first = Math.ceil(withoutNoise(scale.from / step));
  const count = Math.floor(withoutNoise(scale.to / step)) - first + 1;
  const ticks = Array.from({ length: Math.max(0, count) }, (_, index) =>
    withoutNoise((first + index) * step),
  );
  return [
    markup`<line class="line" x1="0" x2="100%" y1="${y}" y2="${y}"/>`,
    ...ticks.map((tick) => {
      const mark = { at: at(tick), text: measureText(measure, tick), tone: 'line' };
      const x = percent(mark.at);
      return markup`<line class="line" x1="${x}" x2="${x}" y1="${y}" y2="${y + 5}"/><text class="dim tick" x="${x}" y="${y + 17}" text-anchor="${anchorOf(mark)}">${mark.text}</text>`;
    }),
  ];
}

/** The next of 1, 2 and 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return withoutNoise(power * ([1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10));
}

function zones(
  { min, max, warnBelow, warnAbove }: Bounds,
  at: (number: number) => number,
  top: number,
): Markup[] {
  const zone = (from: number, to: number, tone: string): Markup =>
    markup`<rect class="${tone}" x="${percent(from)}" y="${top}" width="${percent(Math.max(0, Math.min(1, to) - Math.max(0, from)))}" height="${BAND}"/>`;
  return [
    ...(warnBelow === null ? [] : [zone(0, at(warnBelow), 'zone-warn')]),
    ...(warnAbove === null ? [] : [zone(at(warnAbove), 1, 'zone-warn')]),
    ...(min === null ? [] : [zone(0, at(min), 'zone-bad')]),
    ...(max === null ? [] : [zone(at(max), 1, 'zone-bad')]),
  ];
}
