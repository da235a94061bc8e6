import type { CoverageVerification, VerifiedRow } from '../../../model/coverage/verify-coverage.js';
import { formatShare } from '../../../model/base/numbers.js';
import type { Total } from '../../../model/quality/window-census.js';
import { OTHER_WRITER } from '../../../model/quality/window-census.js';
import { formatFacts } from '../../text/facts.js';
import type { Fact } from '../../text/facts.js';
import { formatTable } from '../../text/table.js';
import { wrapText } from '../../text/text.js';
import type { Style, Tone } from '../../style.js';

type TextOf = (time: string) => string;

/** The ledger of a task beside its spans. */
export const verificationLines = (found: CoverageVerification, style: Style, text: TextOf): string[] => [
  ...formatFacts(factsOf(found, text), style),
  ...(found.findings.length === 0 ? [] : ['', ...findingTable(found, style, text)]),
  '',
  ...wrapText(nextLine(found), style.columns),
];

function factsOf(found: CoverageVerification, text: TextOf): Fact[] {
  const { task, range, evaluations, filter, spans } = found;
  return [
    ['task', `${task.name} (${task.id})`, 'strong'],
    ['range', `${text(range.dataStartTime)} to ${text(range.dataEndTime)}, end exclusive`],
    ['evaluations', evaluations.join(', ')],
    ['filter', filter],
    ['compared', comparedText(found)],
    ['spans', count(spans.total)],
    ['evaluated', shareText(spans.evaluated, spans.total)],
    ['without', shareText(spans.without, spans.total), spans.without === 0 ? 'good' : 'warn'],
    ['late', lateText(found), (spans.late ?? 0) > 0 ? 'bad' : 'plain'],
    ['estimated', estimateText(found)],
    ['written by', writersText(found)],
  ];
}

const count = (n: number): string => n.toLocaleString('en-US');

function comparedText({ windows: { total, compared }, requests }: CoverageVerification): string {
  const windows = total === 1 ? 'the only window' : `all ${count(total)} windows`;
  const which = compared === total ? windows : `a sample of ${count(compared)} of ${count(total)} windows`;
  return `${which}, with ${count(requests)} ${requests === 1 ? 'request' : 'requests'}`;
}

const shareText = (part: number, whole: number): string =>
  whole === 0 ? count(part) : `${count(part)} (${formatShare(part / whole)})`;

function lateText({ spans: { late }, samplingRate }: CoverageVerification): string {
  if (late !== null) return late === 0 ? 'none' : `${count(late)} came after their window was evaluated`;
  return samplingRate < 1
    ? `cannot be told, since the task evaluates ${formatShare(samplingRate)} of the spans`
    : 'cannot be told, since the task does not evaluate each span by itself';
}

function estimateText({ estimate, spans }: CoverageVerification): string | null {
  if (estimate === null) return null;
  const late = spans.late === null ? '' : `, ${totalText(estimate.late)} of them late`;
  return `${totalText(estimate.total)} spans in all windows, ${totalText(estimate.without)} without an evaluation${late}`;
}

const totalText = ({ value, error }: Total): string =>
  error === null ? `about ${count(value)} (from one window)` : `${count(value)} ± ${count(error)}`;

const MAX_WRITERS = 5;

function writersText({ attributedBy, writers, spans }: CoverageVerification): string | null {
  if (spans.evaluated === 0) return null;
  if (attributedBy === 'none') return 'runs that the metadata of the evaluations does not name';
  const sorted = Object.entries(writers).sort(([, a], [, b]) => b - a);
  const told = sorted.slice(0, MAX_WRITERS).map(([writer, its]) => `${nameOf(writer)}: ${count(its)}`);
  const more = sorted.length - told.length;
  return `${told.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

const nameOf = (writer: string): string => (writer === OTHER_WRITER ? 'other or unknown runs' : writer);

const STATE_TONES: Partial<Record<string, Tone>> = { evaluated: 'good', empty: 'good', failed: 'bad' };

const findingTable = ({ findings, omitted }: CoverageVerification, style: Style, text: TextOf): string[] => [
  ...formatTable<VerifiedRow>(
    [
      { title: 'FROM', value: ({ dataStartTime }) => text(dataStartTime) },
      { title: 'TO', value: ({ dataEndTime }) => text(dataEndTime) },
      {
        title: 'STATE',
        value: ({ state }) => state ?? 'missing',
        tone: ({ state }) => STATE_TONES[state ?? ''] ?? 'warn',
      },
      { title: 'SPANS', value: ({ spans }) => String(spans), align: 'right' },
      { title: 'WITHOUT', value: ({ without }) => String(without), align: 'right' },
      { title: 'LATE', value: ({ late }) => (late === null ? '–' : String(late)), align: 'right' },
      { title: 'RUN', value: ({ runIds }) => runIds[0] ?? '–', drop: 1 },
    ],
    findings,
    style,
  ),
  ...(omitted > 0 ? [`… and ${omitted} more: narrow --start and --end.`] : []),
];

function nextLine({ spans: { late, without }, windows }: CoverageVerification): string {
  if (windows.compared === 0) return 'No window could be read within the budget: raise --max-requests.';
  if ((late ?? 0) > 0)
    return 'List the windows with late spans with --missing late, or run them with "ax-tasks backfill start --missing late".';
  return without === 0
    ? 'Every span that was read carries the evaluations.'
    : 'No span came after its window was evaluated, as far as was read.';
}
