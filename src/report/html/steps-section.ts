import { formatCounts } from '../../model/api/task-run.js';
import { stepText } from '../../model/pipeline/result-text.js';
import { countsOf } from '../../model/pipeline/measured-step.js';
import { markup } from '../markup.js';
import type { Markup } from '../markup.js';
import type { ResultView } from '../result-view.js';
import {
  link,
  section,
  short,
  spanOf,
  stepUrl,
  SYMBOL_OF_ANSWER,
  symbolOf,
  table,
  TONE_OF_ANSWER,
  TONE_OF_STATE,
  toned,
} from './elements.js';

/** Every step in a line. */
export const stepsSection = (view: ResultView): Markup =>
  section(
    'Steps',
    table(
      [
        { title: '' },
        { title: 'Step', kind: 'name' },
        { title: 'Outcome', kind: 'wide' },
        { title: 'Gate' },
        { title: 'Counts', kind: 'line' },
        { title: 'Took', kind: 'n' },
        { title: 'Task', kind: 'name' },
        { title: 'Run', kind: 'id' },
        { title: 'Experiment', kind: 'id' },
      ],
      view.steps.map((step) => {
        const { id, state, result, gate, startedAt, endedAt } = step;
        return [
          toned(TONE_OF_STATE[state], symbolOf(step)),
          markup`<strong>${link(stepUrl(view, step), id)}</strong>`,
          short(stepText(step), 2000),
          gate === undefined
            ? ''
            : toned(TONE_OF_ANSWER[gate.answer], `${SYMBOL_OF_ANSWER[gate.answer]} ${gate.answer}`),
          formatCounts(countsOf(step)),
          spanOf(startedAt, endedAt),
          result?.taskName ?? result?.taskId ?? '',
          result?.runId ?? '–',
          experiments(step.experimentIds ?? [], result?.experimentName ?? null, result?.experimentId ?? null),
        ];
      }),
    ),
  );

function experiments(ids: readonly string[], name: string | null, ownId: string | null): string {
  const known = ids.length > 0 ? ids : ownId === null ? [] : [ownId];
  const more = known.length > 3 ? [`… and ${known.length - 3} more`] : [];
  return [...(name === null ? [] : [name]), ...known.slice(0, 3), ...more].join('\n');
}
