import { missingIn } from '../../../model/coverage/coverage-stretches.js';
import type {
  CoverageGrid,
  CoverageView,
  ShownState,
  ShownStretch,
} from '../../../model/coverage/coverage-view.js';
import { SHOWN_STATES, knownStretches } from '../../../model/coverage/coverage-view.js';
import { formatDuration } from '../../../model/time/duration.js';
import { formatShares } from '../../../model/base/numbers.js';
import { formatCounts } from '../../../model/api/task-run.js';
import type { Interval } from '../../../model/time/interval.js';
import type { Style, Tone } from '../../style.js';
import { formatTable } from '../../text/table.js';
import { wrapText } from '../../text/text.js';
import { gridLines } from './coverage-grid-lines.js';

const TONES: Readonly<Record<ShownState, Tone>> = {
  evaluated: 'good',
  empty: 'good',
  early: 'warn',
  errors: 'warn',
  truncated: 'warn',
  failed: 'bad',
  missing: 'dim',
};

/** A time for people in the zone that was asked for. */
type TextOf = (ms: number) => string;

/** What is shown; null: no run is known that could be the start of the range. */
interface Shown {
  view: CoverageView;
  grid: CoverageGrid;
  text: TextOf;
}

/** A picture of the range, its stretches, and the share of each state. */
export function coverageLines(shown: Shown | null, style: Style): string[] {
  if (shown === null)
    return ['No run with a window was found. Pass --start to see what is missing since then.'];
  const { view, grid, text } = shown;
  return [
    ...gridLines(grid, style),
    '',
    ...stretchTable(view, style, text),
    '',
    ...[totalsLine(view, style), unprovenLine(view), ...uncountedLines(view)].flatMap((line) =>
      wrapText(line, style.columns),
    ),
  ];
}

/** Nobody reads more at a screen; programs read the document. */
const MAX_STRETCHES = 100;

function stretchTable({ stretches }: CoverageView, style: Style, text: TextOf): string[] {
  const lines = fitted(stretches.slice(0, MAX_STRETCHES), style, text);
  const left = stretches.length - MAX_STRETCHES;
  if (left <= 0) return lines;
  return [...lines, `… and ${left} more: narrow --start and --end, or use -o json.`];
}

const fitted = (stretches: readonly ShownStretch[], style: Style, text: TextOf): string[] =>
  formatTable<ShownStretch>(
    [
      { title: 'STATE', value: ({ state }) => state, tone: ({ state }) => TONES[state] },
      { title: 'FROM', value: ({ startMs }) => text(startMs) },
      { title: 'TO', value: ({ endMs }) => text(endMs) },
      { title: 'LENGTH', value: lengthOf, align: 'right', drop: 1 },
      { title: 'RUNS', value: ({ runs }) => String(runs), align: 'right', drop: 2 },
      {
        title: 'COUNTS',
        value: ({ state, counts }) => (state === 'missing' ? '–' : formatCounts(counts)),
        drop: 3,
      },
    ],
    stretches,
    style,
  );

const lengthOf = ({ startMs, endMs }: Interval): string => formatDuration(endMs - startMs);

function totalsLine({ task, shares }: CoverageView, style: Style): string {
  const states = SHOWN_STATES.filter((state) => shares[state] > 0);
  const texts = formatShares(states.map((state) => shares[state]));
  const parts = states.map((state, at) => style.paint(TONES[state], `${state} ${texts[at] ?? ''}`));
  return `${style.paint('strong', task.name)}: ${parts.join(', ')}.`;
}

function unprovenLine(view: CoverageView): string {
  const missing = missingIn(knownStretches(view), 'missing');
  if (missing.length === 0) return 'All of the range is evaluated.';
  const length = formatDuration(missing.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0));
  const stretches = missing.length === 1 ? 'stretch' : 'stretches';
  return `Missing: ${length} in ${missing.length} ${stretches}. List them with --missing, or plan them with "ax-tasks backfill plan".`;
}

const uncountedLines = ({ uncounted }: CoverageView): string[] =>
  uncounted === 0
    ? []
    : [
        `${uncounted} ${uncounted === 1 ? 'run' : 'runs'} with other evaluators or versions ${uncounted === 1 ? 'is' : 'are'} not counted (see --any-version).`,
      ];

/** One line for each stretch that needs a run: its start, end and length. */
export const missingLines = (
  missing: readonly Interval[],
  text: TextOf,
  nothing = 'Nothing is missing.',
): string[] =>
  missing.length === 0
    ? [nothing]
    : missing.map((stretch) => `${text(stretch.startMs)}  ${text(stretch.endMs)}  ${lengthOf(stretch)}`);

/** That no window with late spans is known; `verified`: how many of the runs over the range were compared with their spans. */
export const noLateText = (runs: number, verified: number): string =>
  verified === 0
    ? 'Nothing is known of late spans: no window of the range was compared with its spans. Compare them with --verify.'
    : `No late spans are known: the windows of ${verified} of ${runs} ${runs === 1 ? 'run' : 'runs'} were compared with their spans.`;
