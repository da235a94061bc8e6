import type { TriggerFields } from '../api/requests.js';

/**
 * What one caller wants to happen once: a task (by ID or by name in a space) with its trigger fields. A `key` tells a
 * deliberate second run of the same thing from a repeated start of the first.
 */
export interface RunIntent {
  task: string;
  space?: string;
  trigger: TriggerFields;
  key?: string;
}

/**
 * Whether the intent names its run for good: by a whole window, an experiment name, or a key. An intent that does not
 * (say, "everything since the last run") means another run each time it is started after the former one ended.
 */
export function isFixed(intent: RunIntent): boolean {
  const { dataStartTime, dataEndTime, experimentName } = intent.trigger;
  const hasWindow = dataStartTime !== undefined && dataEndTime !== undefined;
  return intent.key !== undefined || experimentName !== undefined || hasWindow;
}
