import type { History } from './histories.js';

/** How long the workflow tasks of an execution were in a worker's hands, in milliseconds. */
export function busyMs(events: History['events']): number {
  let sum = 0;
  let startedMs = 0;
  for (const {
    eventTime,
    workflowTaskStartedEventAttributes,
    workflowTaskCompletedEventAttributes,
  } of events) {
    if (workflowTaskStartedEventAttributes) startedMs = timeMs(eventTime);
    if (workflowTaskCompletedEventAttributes) sum += timeMs(eventTime) - startedMs;
  }
  return sum;
}

interface Timestamp {
  readonly seconds?: unknown;
  readonly nanos?: number | null;
}

const timeMs = (time: Timestamp | null | undefined): number =>
  Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;
