import type { ChainedResult } from '../../model/chained.js';
import type { PipelineResult, RunResult, StepResult, StepState } from '../../model/results.js';
import type { StepStage } from '../../model/snapshot.js';
import type { Style } from '../style.js';
import { formatCounts } from '../text/counts.js';
import { formatFacts } from '../text/facts.js';
import type { Fact } from '../text/facts.js';
import { formatTable } from '../text/table.js';
import { elapsedBetween } from '../text/time.js';
import { outcomeText } from './outcome-text.js';
import { unusualProvenance } from './provenance-text.js';
import { symbolOfStage, symbolOfVerdict, toneOfStage, toneOfVerdict } from './symbols.js';

/** Where a workflow is to be found again. `uiUrl` is null where no address of Temporal's web interface is known. */
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
      ['Run', result.runId ?? 'none was started'],
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

const STAGES: Readonly<Record<StepState, StepStage>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
  running: 'detached',
};

export const pipelineResultLines = (
  result: PipelineResult,
  place: WorkflowPlace,
  style: Style,
  extra: readonly ExtraColumn[] = [],
): string[] => [
  ...formatTable(
    [
      { title: '', value: (step) => symbolOfStage(STAGES[step.state], style), tone: toneOf },
      { title: 'STEP', value: (step) => step.id, tone: () => 'strong' },
      { title: 'OUTCOME', value: stepOutcome, tone: toneOf, shrinks: true },
      { title: 'COUNTS', value: ({ result: run }) => formatCounts(run?.run?.counts ?? null) },
      {
        title: 'TOOK',
        value: ({ result: run }) =>
          elapsedBetween(run?.run?.startedAt ?? null, run?.run?.finishedAt ?? null) ?? '–',
      },
      { title: 'RUN', value: ({ result: run }) => run?.runId ?? '–' },
      ...extra,
    ],
    result.steps,
    // Reasons are for reading to their end: a line that wraps is better than one that is cut.
    { ...style, columns: Number.POSITIVE_INFINITY },
  ),
  '',
  ...formatFacts(
    [
      ['Pipeline', `${symbolOfVerdict(result.verdict, style)} ${result.name}`, toneOfVerdict(result.verdict)],
      ...placeFacts(place),
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

const toneOf = (step: StepResult) => toneOfStage(STAGES[step.state]);

const stepOutcome = ({ state, reason, result }: StepResult): string =>
  result === null ? `${state}${reason === null ? '' : `: ${reason}`}` : outcomeText(result.outcome);
