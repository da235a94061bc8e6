import { formatNumber, formatShare } from '../../model/base/numbers.js';
import { measureText } from '../../model/gate/check-text.js';
import type { CheckResult, WindowEvidence } from '../../model/gate/evidence.js';
import type { Measure } from '../../model/gate/gate.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { folded, short, table } from './elements.js';

/** The windows whose spans were read, here and for the baseline; empty if there are none. */
export function windowTables({ check, source, baseline }: CheckResult): Markup {
  const rows = [
    ...(source.windows ?? []).map((window) => row(check.measure, 'this run', window)),
    ...(baseline?.source.windows ?? []).map((window) => row(check.measure, 'baseline', window)),
  ];
  if (rows.length === 0) return markup``;
  const columns = [
    { title: 'Window' },
    { title: 'From' },
    { title: 'To' },
    { title: 'Value', kind: 'n' as const },
    { title: 'Samples', kind: 'n' as const },
    { title: 'Spans', kind: 'n' as const },
    { title: 'Requests', kind: 'n' as const },
    { title: 'Attributed by' },
  ];
  return folded('Windows', table(columns, rows));
}

const row = (measure: Measure, side: string, window: WindowEvidence): (string | number)[] => [
  side,
  window.start,
  window.end,
  window.value === null ? 'no evidence' : measureText(measure, window.value),
  window.samples,
  `${window.spans}${sampledText(window)}`,
  window.kept === undefined ? window.requests : '0 (from the ledger)',
  window.attributedBy ?? '–',
];

function sampledText({ sampled }: WindowEvidence): string {
  if (sampled === undefined) return '';
  const error = sampled.error === null ? '' : `, ± ${formatNumber(sampled.error)}`;
  return ` (a sample of ${formatShare(sampled.share)}${error})`;
}

const MAX_LABELS = 10;

/** How often each of two judges gave which label; empty if the check compares none. */
export function confusionTable({ check, confusion = [] }: CheckResult): Markup {
  const [first, second] = check.between ?? ['', ''];
  if (confusion.length === 0) return markup``;
  const labels = [...new Set(confusion.flatMap(({ a, b }) => [a, b]))].slice(0, MAX_LABELS);
  const count = (a: string, b: string): number =>
    confusion.find((cell) => cell.a === a && cell.b === b)?.count ?? 0;
  return table(
    [
      { title: `${first} \\ ${second}` },
      ...labels.map((label) => ({ title: short(label, 30), kind: 'n' as const })),
    ],
    labels.map((a) => [short(a, 30), ...labels.map((b) => count(a, b))]),
  );
}
