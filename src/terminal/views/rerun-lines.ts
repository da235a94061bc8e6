import type { RerunStep } from '../../model/pipeline/rerun/rerun-steps.js';
import type { Style } from '../style.js';
import { formatTable } from '../text/table.js';

/** What a rerun keeps and runs, step by step, and what the file changed. */
export const rerunLines = (steps: readonly RerunStep[], isOfGates: boolean, style: Style): string[] =>
  formatTable(
    [
      { title: 'STEP', value: ({ id }: RerunStep) => id },
      { title: 'FILE', value: changeText, wraps: true },
      { title: 'RERUN', value: (step) => deedText(step, isOfGates) },
    ],
    steps,
    style,
  );

const changeText = ({ change, members }: RerunStep): string =>
  members.length === 0 ? change : `${change} (${members.join(', ')})`;

function deedText({ deed, isRedone }: RerunStep, isOfGates: boolean): string {
  switch (deed) {
    case 'kept':
      return 'kept';
    case 'removed':
      return '–';
    case 'judged':
      return 'kept, its gate is judged again';
    case 'items':
      return 'runs the items that did not succeed';
    case 'runs':
      if (isRedone) return 'runs again, although it succeeded';
      return isOfGates ? 'runs if what it needs is good' : 'runs';
  }
}
