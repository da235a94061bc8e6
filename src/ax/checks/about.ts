import type { TriggerFields } from '../../model/api/requests.js';
import type { TaskRun } from '../../model/api/task-run.js';
import { instantMs } from '../../model/time/window.js';
import { quoted } from '../base/texts.js';

/** Why an answer is about another thing than the one asked for; null if it is about that one. */
export const aboutId = (noun: string, asked: string, answered: string): string | null =>
  asked === answered ? null : `the response is about ${noun} ${quoted(answered)}, not about ${quoted(asked)}`;

/** Why a run is not one that a trigger with these fields can have made; null if it may be. */
export function aboutTrigger(taskId: string, fields: TriggerFields, run: TaskRun): string | null {
  return (
    aboutId('task', taskId, run.taskId) ??
    aboutInstant('data_start_time', fields.dataStartTime, run.dataStartTime) ??
    aboutInstant('data_end_time', fields.dataEndTime, run.dataEndTime)
  );
}

// A service that rounds to the second still speaks of the same window.
const ROUNDING_MS = 1000;

function aboutInstant(member: string, sent: string | undefined, echoed: string | null): string | null {
  const sentMs = instantMs(sent ?? '');
  const echoedMs = instantMs(echoed ?? '');
  if (sentMs === null || echoedMs === null || Math.abs(sentMs - echoedMs) < ROUNDING_MS) return null;
  return `the response has the ${member} ${quoted(echoed)}, not ${quoted(sent)}`;
}
