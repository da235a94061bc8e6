import type { Client } from '@temporalio/client';
import type { RunTaskInput } from '../../model/run/inputs.js';
import { timestampMs } from '../worker-gap.js';
import { readFailureMessage, readPayload } from '../payload.js';

/** What only the history of a workflow tells. Times are ISO 8601 with zone. */
export interface HistoryFacts {
  /** When the timer fires that it waits for; null where there is none. */
  timerAt: string | null;
  /** The last failure of an activity since that timer's reason came up; null where there was none. */
  lastFailure: string | null;
  /** When its own time is over, and what becomes of the run then. */
  deadline: { at: string; then: string } | null;
}

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
type Event = NonNullable<History['events']>[number];

/** Reads the history of a run's workflow: some tens of events. */
export async function readEvents(client: Client, workflowId: string, runId: string): Promise<HistoryFacts> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const all = events ?? [];
  const failed = all.findLast((event) => event.activityTaskFailedEventAttributes);
  return {
    timerAt: timerOf(all),
    lastFailure: await readFailureMessage(client, failed?.activityTaskFailedEventAttributes?.failure),
    deadline: await deadlineOf(client, all[0]),
  };
}

function timerOf(events: readonly Event[]): string | null {
  const over = new Set(
    events.map((event) =>
      String((event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes)?.timerId ?? ''),
    ),
  );
  const open = events.findLast(
    ({ timerStartedEventAttributes: timer }) => timer && !over.has(String(timer.timerId)),
  );
  const startedMs = timestampMs(open?.eventTime);
  const lastsMs = timestampMs(open?.timerStartedEventAttributes?.startToFireTimeout);
  return startedMs === null || lastsMs === null ? null : new Date(startedMs + lastsMs).toISOString();
}

async function deadlineOf(client: Client, first: Event | undefined): Promise<HistoryFacts['deadline']> {
  const start = first?.workflowExecutionStartedEventAttributes;
  const input = (await readPayload(client, start?.input?.payloads?.[0])) as Partial<RunTaskInput> | null;
  const begunMs = timestampMs(first?.eventTime);
  if (input === null || begunMs === null) return null;
  const ends = [
    input.resume?.deadlineMs ?? (input.wait?.timeoutMs === undefined ? null : begunMs + input.wait.timeoutMs),
    input.deadlineMs ?? null,
  ].filter((ms) => ms !== null);
  if (ends.length === 0) return null;
  return { at: new Date(Math.min(...ends)).toISOString(), then: input.wait?.onTimeout ?? 'cancel' };
}
