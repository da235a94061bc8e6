/**
 * How many Actions an execution costs on Temporal Cloud, by its history (docs/scale.md quotes the list). Heartbeats,
 * queries and the triggers of schedules are in no history and not in here.
 */

/** As much of an event as counts. */
export interface CountedEvent {
  readonly workflowExecutionStartedEventAttributes?: {
    readonly parentWorkflowExecution?: object | null;
  } | null;
  readonly workflowExecutionSignaledEventAttributes?: object | null;
  readonly workflowExecutionUpdateAcceptedEventAttributes?: object | null;
  readonly activityTaskStartedEventAttributes?: { readonly attempt?: number | null } | null;
  readonly timerStartedEventAttributes?: object | null;
  readonly startChildWorkflowExecutionInitiatedEventAttributes?: object | null;
  readonly upsertWorkflowSearchAttributesEventAttributes?: object | null;
  readonly markerRecordedEventAttributes?: { readonly workflowTaskCompletedEventId?: unknown } | null;
}

/** The intent to start a child, and its execution. */
const CHILD = 2;

export function actionsOf(events: readonly CountedEvent[]): number {
  const ofEvents = events.reduce((sum, event) => sum + actionsOfEvent(event), 0);
  return ofEvents + tasksWithMarkers(events) - (isSignalWithStart(events) ? 1 : 0);
}

function actionsOfEvent(event: CountedEvent): number {
  const started = event.workflowExecutionStartedEventAttributes;
  if (started) return started.parentWorkflowExecution ? 0 : 1;
  if (event.activityTaskStartedEventAttributes) return event.activityTaskStartedEventAttributes.attempt ?? 1;
  if (event.startChildWorkflowExecutionInitiatedEventAttributes) return CHILD;
  const isOne =
    event.workflowExecutionSignaledEventAttributes ??
    event.workflowExecutionUpdateAcceptedEventAttributes ??
    event.timerStartedEventAttributes ??
    event.upsertWorkflowSearchAttributesEventAttributes;
  return isOne ? 1 : 0;
}

/** All local activities of a workflow task are one Action. */
function tasksWithMarkers(events: readonly CountedEvent[]): number {
  const tasks = events.flatMap(({ markerRecordedEventAttributes: marker }) =>
    marker ? [String(marker.workflowTaskCompletedEventId)] : [],
  );
  return new Set(tasks).size;
}

/** A signal that started its workflow is one Action with the start: it comes before the first workflow task. */
const isSignalWithStart = ([, second]: readonly CountedEvent[]): boolean =>
  Boolean(second?.workflowExecutionSignaledEventAttributes);
