import type { ChainedResult } from '../../model/run/chained.js';
import { formatCounts } from '../../model/api/task-run.js';
import type { Json } from '../../model/base/json.js';
import { outcomeText } from '../../model/run/outcome-text.js';
import { itemText, stepText } from '../../model/pipeline/result-text.js';
import type { ItemResult, PipelineResult, StepResult } from '../../model/pipeline/results.js';
import type { RunResult } from '../../model/run/run-result.js';
import { stageOfStep } from '../../model/pipeline/snapshot.js';
import { countsOf } from '../../model/pipeline/measured-step.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/text.js';
import { formatFacts } from '../text/facts.js';
import type { Fact } from '../text/facts.js';
import type { Column } from '../text/table-layout.js';
import { elapsedBetween } from '../text/time.js';
import { formatTable } from '../text/table.js';
import { gateLines, toneOfAnswer } from './gate-views.js';
import { unusualProvenance } from './run-views.js';
import { symbolOfStage, symbolOfVerdict, toneOfStage, toneOfVerdict } from './symbols.js';

/** The place of a workflow. `uiUrl` is null if the address of the Temporal UI is unknown. */
export interface WorkflowPlace {
  workflowId: string;
  uiUrl: string | null;
}

export const runResultLines = (result: RunResult, place: WorkflowPlace, style: Style): string[] =>
  formatFacts(
    [
      [
        'Outcome',
        `${symbolOfVerdict(result.verdict, style)} ${outcomeText(result.outcome)}`,
        toneOfVerdict(result.verdict),
      ],
      ['Run', result.runId ?? 'no run was started'],
      ['Task', taskOf(result)],
      ['Counts', result.run === null ? null : formatCounts(result.run.counts)],
      [
        'Window',
        result.window === null ? null : `${result.window.dataStartTime} to ${result.window.dataEndTime}`,
      ],
      ['Experiment', experimentOf(result)],
      ['Took', elapsedBetween(result.run?.startedAt ?? null, result.run?.finishedAt ?? null)],
      ['Trigger', unusualProvenance(result.provenance)],
      ...(result.chained ?? []).map(chainedFact),
      ...placeFacts(place),
    ],
    style,
  );

export const placeFacts = ({ workflowId, uiUrl }: WorkflowPlace): Fact[] => [
  ['Workflow', workflowId],
  ['Temporal UI', uiUrl],
];

const taskOf = ({ taskId, taskName }: RunResult): string | null =>
  taskName === null ? taskId : `${taskName} (${taskId})`;

const experimentOf = ({ experimentName, experimentId }: RunResult): string | null =>
  experimentName === null
    ? experimentId
    : `${experimentName}${experimentId === null ? '' : ` (${experimentId})`}`;

const chainedFact = ({ taskId, runId, outcome }: ChainedResult): Fact => [
  'Chained',
  `${outcomeText(outcome)}: ${runId === null ? `task ${taskId}` : `run ${runId}`}`,
];

export const pipelineResultLines = (
  result: PipelineResult,
  place: WorkflowPlace,
  style: Style,
  extra: readonly ExtraColumn[] = [],
): string[] => [
  // Reasons are for reading to their end.
  ...formatTable(columnsOf(result, style, extra), result.steps, style),
  ...gateLines(result.steps, style),
  ...result.steps.flatMap((step) => itemLines(step, style)),
  '',
  ...formatFacts(
    [
      ['Pipeline', `${symbolOfVerdict(result.verdict, style)} ${result.name}`, toneOfVerdict(result.verdict)],
      ...placeFacts(place),
      ['Rerun of', result.rerunOf?.workflowId ?? null],
      ...outputFacts(result),
    ],
    style,
  ),
];

/** One more column of the table of steps. */
export interface ExtraColumn {
  title: string;
  value: (step: StepResult) => string;
  align?: 'left' | 'right';
}

const toneOf = (step: StepResult) => toneOfStage(stageOfStep(step));

function columnsOf(
  { steps }: PipelineResult,
  style: Style,
  extra: readonly ExtraColumn[],
): Column<StepResult>[] {
  const gate: Column<StepResult> = {
    title: 'GATE',
    value: (step) => step.gate?.answer ?? '–',
    tone: ({ gate }) => (gate === undefined ? 'dim' : toneOfAnswer(gate.answer)),
  };
  return [
    { title: '', value: (step) => symbolOfStage(stageOfStep(step), style), tone: toneOf },
    { title: 'STEP', value: (step) => step.id, tone: () => 'strong' },
    { title: 'OUTCOME', value: stepText, tone: toneOf, wraps: true },
    ...(steps.some((step) => step.gate !== undefined) ? [gate] : []),
    { title: 'COUNTS', value: (step) => formatCounts(countsOf(step)), isPlain: true },
    { title: 'TOOK', value: tookOf },
    { title: 'RUN', value: ({ result: run }) => run?.runId ?? '–' },
    ...extra,
  ];
}

const tookOf = ({ startedAt, endedAt }: StepResult): string => elapsedBetween(startedAt, endedAt) ?? '–';

const MAX_ITEMS = 10;

/** The items of a fan-out that did not end well, the first few of them. */
function itemLines({ id, items = [] }: StepResult, style: Style): string[] {
  const bad = items.filter(({ state }) => state !== 'succeeded' && state !== 'skipped');
  if (bad.length === 0) return [];
  const more = bad.length > MAX_ITEMS ? [`   … and ${bad.length - MAX_ITEMS} more`] : [];
  const rows = formatTable<ItemResult>(
    [
      { title: '', value: (item) => symbolOfStage(stageOfStep(item), style) },
      { title: `ITEM OF ${cleanText(id)}`, value: ({ key }) => key, tone: () => 'strong' },
      {
        title: 'OUTCOME',
        value: itemText,
        tone: (item) => toneOfStage(stageOfStep(item)),
        wraps: true,
      },
      { title: 'RUN', value: ({ runId }) => runId ?? '–' },
    ],
    bad.slice(0, MAX_ITEMS),
    style,
  );
  return ['', ...rows, ...more];
}

/** Outputs of the steps, then those of the pipeline. */
const outputFacts = ({ steps, outputs = {} }: PipelineResult): Fact[] => [
  ...steps.flatMap((step) =>
    Object.entries(step.outputs ?? {}).map(([name, value]) => outputFact(`${step.id}.${name}`, value)),
  ),
  ...Object.entries(outputs).map(([name, value]) => outputFact(name, value)),
];

const outputFact = (name: string, value: Json): Fact => [
  `Output ${cleanText(name)}`,
  typeof value === 'string' ? value : JSON.stringify(value),
];
