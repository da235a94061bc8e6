import type { EnsureTaskResult } from '../../../model/task/ensure-task.js';
import type { Style } from '../../style.js';
import { cleanText } from '../../text/clean-text.js';
import { formatTable } from '../../text/table.js';

/** What became of a task that was ensured: one line, and a table of what changed. */
export function ensuredLines(
  name: string,
  { action, task, changes }: EnsureTaskResult,
  style: Style,
  isDryRun: boolean,
): string[] {
  const id = task === null ? '' : ` (${task.id})`;
  const tone = action === 'unchanged' ? 'dim' : 'good';
  const word = isDryRun && action !== 'unchanged' ? `would be ${action}:` : action;
  const line = `${style.paint(tone, word)} ${cleanText(name + id)}`;
  if (changes.length === 0) return [line];
  return [
    line,
    ...formatTable(
      [
        { title: 'FIELD', value: ({ field }) => field, tone: () => 'strong' },
        { title: 'FROM', value: ({ from }) => valueText(from), shrinks: true },
        { title: 'TO', value: ({ to }) => valueText(to), shrinks: true },
      ],
      changes,
      style,
    ),
  ];
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
