import { expect, test } from 'vitest';
import { actionsOf, type CountedEvent } from './actions.js';

const started: CountedEvent = { workflowExecutionStartedEventAttributes: {} };
const signaled: CountedEvent = { workflowExecutionSignaledEventAttributes: {} };
const attempt = (attempt: number): CountedEvent => ({ activityTaskStartedEventAttributes: { attempt } });
const marker = (workflowTaskCompletedEventId: number): CountedEvent => ({
  markerRecordedEventAttributes: { workflowTaskCompletedEventId },
});

test.each<[string, CountedEvent[], number]>([
  ['a start is one', [started], 1],
  ['events that nobody bills are none', [{}, {}], 0],
  ['each attempt of an activity is one', [started, {}, attempt(1), attempt(7)], 9],
  ['local activities of one workflow task are one', [started, {}, marker(4), marker(4), marker(9)], 3],
  [
    'a child is two in its parent',
    [started, {}, { startChildWorkflowExecutionInitiatedEventAttributes: {} }],
    3,
  ],
  [
    'a child is none in itself',
    [{ workflowExecutionStartedEventAttributes: { parentWorkflowExecution: {} } }],
    0,
  ],
  ['a signal is one', [started, {}, signaled, signaled], 3],
  ['a signal with its start is one', [started, signaled], 1],
  [
    'a timer, an update and an upsert of search attributes are one each',
    [
      { timerStartedEventAttributes: {} },
      { workflowExecutionUpdateAcceptedEventAttributes: {} },
      { upsertWorkflowSearchAttributesEventAttributes: {} },
    ],
    3,
  ],
])('%s', (_what, events, actions) => {
  expect(actionsOf(events)).toBe(actions);
});
