import type { PlanPreview, StepPreview } from '../../model/pipeline/preview.js';
import { cleanText } from '../text/text.js';
import { doesText } from './plan-lines.js';

/** A plan as a flowchart in Mermaid's language. */
export function planMermaid({ steps }: PlanPreview): string[] {
  const names = new Map(steps.map(({ id }, at) => [id, `s${at}`]));
  const main = steps.filter(({ isFinally }) => !isFinally);
  const last = steps.filter(({ isFinally }) => isFinally);
  return [
    'flowchart TD',
    ...main.map((step) => `  ${nodeOf(step, names)}`),
    ...edges(steps, names),
    ...(last.length === 0
      ? []
      : ['  subgraph finally', ...last.map((step) => `    ${nodeOf(step, names)}`), '  end']),
  ];
}

const SHAPES: Readonly<Record<StepPreview['kind'], readonly [open: string, close: string]>> = {
  run: ['["', '"]'],
  ensure: ['[("', '")]'],
  activity: ['[["', '"]]'],
  approval: ['{{"', '"}}'],
  gate: ['{"', '"}'],
};

function nodeOf(step: StepPreview, names: ReadonlyMap<string, string>): string {
  const [open, close] = SHAPES[step.kind];
  const { fanOut, gate } = step;
  const items = fanOut === null ? '' : `<br/>${fanOut.count ?? 'n'} items`;
  const judged = gate === null || step.kind === 'gate' ? '' : '<br/>with a gate';
  return `${names.get(step.id)}${open}${escaped(step.id)}<br/>${escaped(doesText(step))}${items}${judged}${close}`;
}

const edges = (steps: readonly StepPreview[], names: ReadonlyMap<string, string>): string[] =>
  steps.flatMap(({ id, needs, when, if: condition }) =>
    needs
      .filter((need) => names.has(need))
      .map((need) => {
        const label = condition ?? when;
        return `  ${names.get(need)} -->${label === null ? '' : `|"${escaped(label)}"|`} ${names.get(id)}`;
      }),
  );

// Within quotes only these have a meaning: the end, tags, entities, and Markdown between backticks.
const escaped = (text: string): string =>
  cleanText(text.replace(/\s+/g, ' ')).replace(/[&"<>#`]/g, (letter) => `#${letter.codePointAt(0)};`);
