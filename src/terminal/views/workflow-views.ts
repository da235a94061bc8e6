import type { Style, Tone } from '../style.js';
import { formatTable } from '../text/table.js';
import { elapsedBetween, relativeTime } from '../text/time.js';
import type { StepStage } from '../../model/pipeline/snapshot.js';
import { cleanText, wrapText } from '../text/text.js';
import { symbolOfStage, toneOfStage, toneOfVerdict } from './symbols.js';
import type { Verdict } from '../../model/run/verdict.js';
import type { WorkflowSummary } from '../../model/temporal/workflow-snapshot.js';

export const workflowTable = (
  workflows: readonly WorkflowSummary[],
  style: Style,
  nowMs: number,
): string[] =>
  workflows.length === 0
    ? ['No workflows.']
    : formatTable<WorkflowSummary>(
        [
          { title: 'STATUS', value: endText, tone: toneOfEnd },
          { title: 'WORKFLOW', value: ({ workflowId }) => workflowId },
          { title: 'NAME', value: ({ name }) => name ?? '–', wraps: true, drop: 3 },
          { title: 'STARTED', value: ({ startedAt }) => relativeTime(startedAt, nowMs), drop: 1 },
          {
            title: 'TOOK',
            value: ({ startedAt, closedAt }) => elapsedBetween(startedAt, closedAt) ?? '–',
            align: 'right',
            drop: 2,
          },
          { title: 'REASON', value: ({ reason }) => reason ?? '', wraps: true },
        ],
        workflows,
        style,
      );

/** What Temporal's status and a verdict say together. */
export type End = Pick<WorkflowSummary, 'status' | 'verdict' | 'failureType'>;

const ENDS: Readonly<Record<Verdict, string>> = {
  good: 'succeeded',
  errors: 'errors',
  failed: 'failed',
  cancelled: 'cancelled',
  running: 'detached',
};

/** How a workflow stands, in a word. `unresolved`: whether its trigger took effect is for a person to find out. */
export function endText({ status, verdict, failureType }: End): string {
  if (failureType === 'TriggerUnresolved') return 'unresolved';
  return verdict === null ? status.toLowerCase().replaceAll('_', ' ') : ENDS[verdict];
}

export function toneOfEnd({ status, verdict }: End): Tone {
  if (verdict !== null) return toneOfVerdict(verdict);
  if (status === 'RUNNING') return 'live';
  return status === 'COMPLETED' ? 'plain' : 'bad';
}

/** Sentences about one thing, and commands that can be given. */
interface Explained {
  sentences: readonly string[];
  next: readonly string[];
}

export interface ExplainedStep extends Explained {
  id: string;
  stage: StepStage;
}

/** An explanation of a workflow and of some of its steps; `hidden` more could be explained. */
export const explanationLines = (
  { sentences, next, steps, hidden }: Explained & { steps: readonly ExplainedStep[]; hidden: number },
  style: Style,
): string[] => [
  ...sentences.flatMap((sentence) => wrapText(cleanText(sentence), style.columns)),
  ...commandLines(next, style),
  ...steps.flatMap((step) => ['', ...stepLines(step, style)]),
  ...(hidden > 0 ? ['', style.paint('dim', `… and ${hidden} more steps: pass a step to explain it.`)] : []),
];

const stepLines = (step: ExplainedStep, style: Style): string[] => [
  `${style.paint(toneOfStage(step.stage), symbolOfStage(step.stage, style))} ${style.paint('strong', cleanText(step.id))}`,
  ...step.sentences.flatMap((sentence) =>
    wrapText(cleanText(sentence), style.columns - 2).map((line) => `  ${line}`),
  ),
  ...commandLines(step.next, style),
];

const commandLines = (commands: readonly string[], style: Style): string[] =>
  commands.map((command) => style.paint('dim', `    ${cleanText(command)}`));
