import { countsOf } from '../../model/pipeline/measured-step.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { totalOf } from '../../model/api/task-run.js';
import type { RunCounts } from '../../model/api/task-run.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import type { ResultView } from '../result-view.js';
import { folded, legend, percent, section, table } from './elements.js';

const ROW = 36;

const PARTS = [
  ['good', 'successes'],
  ['bad', 'errors'],
  ['skip', 'skipped'],
] as const satisfies readonly (readonly [string, keyof RunCounts])[];

/** What each step's runs counted, stacked. Empty where nothing was counted. */
export function countsChart({ steps }: ResultView): Markup {
  const counted = steps.flatMap((step) => {
    const counts = countsOf(step);
    return counts === null || totalOf(counts) === 0 ? [] : [{ step, counts }];
  });
  if (counted.length === 0) return markup``;
  const most = Math.max(...counted.map(({ counts }) => totalOf(counts)));
  return section(
    'Counts',
    markup`<svg role="img" aria-label="Counts of each step" height="${counted.length * ROW}">${counted.map(
      ({ step, counts }, index) => row(step, counts, index * ROW, most),
    )}</svg>
`,
    legend([...PARTS]),
    folded('Counts as a table', countsTable(counted)),
  );
}

function row({ id }: StepResult, counts: RunCounts, y: number, most: number): Markup {
  let before = 0;
  const bars = PARTS.map(([tone, part]) => {
    const x = before / most;
    before += counts[part];
    return markup`<rect class="${tone}" x="${percent(x)}" y="${y + 18}" width="${percent(counts[part] / most)}" height="10"><title>${`${id}: ${counts[part]} ${part}`}</title></rect>`;
  });
  return markup`<text x="0" y="${y + 13}">${id}  <tspan class="dim">${totalOf(counts)}</tspan></text>${bars}
`;
}

const countsTable = (counted: readonly { step: StepResult; counts: RunCounts }[]): Markup =>
  table(
    [
      { title: 'Step' },
      ...PARTS.map(([, title]) => ({ title, kind: 'n' as const })),
      { title: 'total', kind: 'n' },
    ],
    counted.map(({ step, counts }) => [
      step.id,
      counts.successes,
      counts.errors,
      counts.skipped,
      totalOf(counts),
    ]),
  );
