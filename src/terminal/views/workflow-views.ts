import type { Style, Tone } from '../style.js';
import { formatTable } from '../text/table.js';
import { elapsedBetween, relativeTime } from '../text/time.js';

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
