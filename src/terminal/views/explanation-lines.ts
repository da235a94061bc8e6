import type { StepStage } from '../../model/pipeline/snapshot.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/clean-text.js';
import { symbolOfStage, toneOfStage } from './symbols.js';

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
  ...(hidden > 0 ? ['', style.paint('dim', `${hidden} more steps: name one to have it explained.`)] : []),
];

const stepLines = (step: ExplainedStep, style: Style): string[] => [
  `${style.paint(toneOfStage(step.stage), symbolOfStage(step.stage, style))} ${style.paint('strong', cleanText(step.id))}`,
  ...step.sentences.map((sentence) => `  ${cleanText(sentence)}`),
  ...commandLines(step.next, style),
];

const commandLines = (commands: readonly string[], style: Style): string[] =>
  commands.map((command) => style.paint('dim', `    ${cleanText(command)}`));
