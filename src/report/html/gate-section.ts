import {
  baselineName,
  checkBounds,
  checkName,
  measureText,
  pValueText,
} from '../../model/gate/check-text.js';
import type { CheckResult, EvidenceSource } from '../../model/gate/evidence.js';
import type { GateCheck } from '../../model/gate/gate.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import { boundsChart } from './gate-bounds-chart.js';
import { SYMBOL_OF_ANSWER, TONE_OF_ANSWER, folded, legend, section, table, toned } from './elements.js';
import { scoreCharts } from './gate-score-charts.js';
import { confusionTable, windowTables } from './gate-window-tables.js';

/** What each gate found: a chart and the evidence of every check. Empty if there are no gates. */
export function gateSection(steps: readonly StepResult[]): Markup {
  const gates = steps.flatMap((step) => (step.gate?.checks ?? []).map((found) => card(step.id, found)));
  if (gates.length === 0) return markup``;
  const meanings = [
    ['zone-bad', 'fails'],
    ['zone-warn', 'warns'],
    ['live', 'this run'],
    ['skip', 'baseline'],
  ] as const;
  return section('Gates', legend(meanings), ...gates);
}

function card(stepId: string, found: CheckResult): Markup {
  const { check, answer, reason } = found;
  const answered = toned(TONE_OF_ANSWER[answer], `${SYMBOL_OF_ANSWER[answer]} ${answer}`);
  return markup`<div class="card"><h3>${answered} ${`${stepId}: ${checkName(check)}`}</h3>
<p>${reason}</p><p class="dim">${foundText(found)}</p>${boundsChart(found)}${difference(found)}${scoreCharts(found)}${confusionTable(found)}${evidence(found)}${windowTables(found)}</div>
`;
}

const foundText = ({ check, value, samples, interval }: CheckResult): string =>
  `Found ${value === null ? 'no evidence' : measureText(check.measure, value)}${between(check, interval)} in ${samples} ${samples === 1 ? 'sample' : 'samples'}; expected ${checkBounds(check)}.`;

const between = ({ measure }: GateCheck, interval: [number, number] | undefined): string =>
  interval === undefined
    ? ''
    : ` (95 % interval ${interval.map((end) => measureText(measure, end)).join(' to ')})`;

function difference({ check, baseline }: CheckResult): Markup | null {
  if (baseline === undefined) return null;
  const { difference: by, pValue, test, interval } = baseline;
  const sign = by !== null && by > 0 ? '+' : '';
  const tested = pValue === null ? 'no significance test' : pValueText(pValue);
  const named = test === null ? '' : ` (${test})`;
  const change =
    by === null ? 'not known' : `${sign}${measureText(check.measure, by)}${between(check, interval)}`;
  // A drift is itself the difference.
  const what = check.measure === 'labelDrift' ? 'Compared with' : 'Difference to';
  const found = check.measure === 'labelDrift' ? '' : `${change}; `;
  return markup`<p class="dim">${what} ${baselineName(check.baseline)}: ${found}${tested}${named}</p>`;
}

function evidence({ check, value, samples, source, baseline }: CheckResult): Markup {
  const columns = [
    { title: 'Evidence', kind: 'name' as const },
    { title: 'Value', kind: 'n' as const },
    { title: 'Samples', kind: 'n' as const },
    { title: 'Expected', kind: 'name' as const },
    { title: 'Experiments', kind: 'id' as const },
    { title: 'Runs', kind: 'id' as const },
  ];
  const row = (
    name: string,
    of: { value: number | null; samples: number; source: EvidenceSource },
    expected: string,
  ) => [
    name,
    of.value === null ? 'no evidence' : measureText(check.measure, of.value),
    of.samples,
    expected,
    someOf(of.source.experimentIds),
    someOf(of.source.runIds),
  ];
  const name =
    baseline?.source.workflowId === undefined ? 'baseline' : `baseline: ${baseline.source.workflowId}`;
  return folded(
    'Evidence',
    table(columns, [
      row('this run', { value, samples, source }, checkBounds(check)),
      ...(baseline === undefined ? [] : [row(name, baseline, '')]),
    ]),
  );
}

const MAX_IDS = 10;

const someOf = (ids: readonly string[]): string =>
  [...ids.slice(0, MAX_IDS), ...(ids.length > MAX_IDS ? [`… and ${ids.length - MAX_IDS} more`] : [])].join(
    '\n',
  );
