import type { Style, Tone } from '../style.js';
import { formatTable } from '../text/table.js';
import { elapsedBetween, relativeTime } from '../text/time.js';
import type { StepStage } from '../../model/pipeline/snapshot.js';
import { cleanText } from '../text/text.js';
import { symbolOfStage, toneOfStage } from './symbols.js';

/** A workflow in a list. Times are ISO 8601 with zone. */
export interface WorkflowSummary {
  workflowId: string;
  type: string;
  status: string;
  startedAt: string;
  closedAt: string | null;
}

export const workflowTable = (
  workflows: readonly WorkflowSummary[],
  style: Style,
  nowMs: number,
): string[] =>
  workflows.length === 0
    ? ['No workflows.']
    : formatTable(
        [
          {
            title: 'STATUS',
            value: ({ status }) => status.toLowerCase(),
            tone: ({ status }) => toneOf(status),
          },
          { title: 'WORKFLOW', value: ({ workflowId }) => workflowId },
          { title: 'TYPE', value: ({ type }) => type },
          { title: 'STARTED', value: ({ startedAt }) => relativeTime(startedAt, nowMs) },
          {
            title: 'TOOK',
            value: ({ startedAt, closedAt }) => elapsedBetween(startedAt, closedAt) ?? '–',
            align: 'right',
          },
        ],
        workflows,
        style,
      );

function toneOf(status: string): Tone {
  if (status === 'RUNNING') return 'live';
  if (status === 'COMPLETED') return 'good';
  return status === 'CANCELLED' ? 'warn' : 'bad';
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
  ...sentences.map(cleanText),
  ...commandLines(next, style),
  ...steps.flatMap((step) => ['', ...stepLines(step, style)]),
  ...(hidden > 0 ? ['', style.paint('dim', `… and ${hidden} more steps: pass a step to explain it.`)] : []),
];

const stepLines = (step: ExplainedStep, style: Style): string[] => [
  `${style.paint(toneOfStage(step.stage), symbolOfStage(step.stage, style))} ${style.paint('strong', cleanText(step.id))}`,
  ...step.sentences.map((sentence) => `  ${cleanText(sentence)}`),
  ...commandLines(step.next, style),
];

const commandLines = (commands: readonly string[], style: Style): string[] =>
  commands.map((command) => style.paint('dim', `    ${cleanText(command)}`));
