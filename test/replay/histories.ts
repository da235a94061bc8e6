import { existsSync, readFileSync, readdirSync } from 'node:fs';

interface Event {
  workflowExecutionStartedEventAttributes?: { workflowType: { name: string }; workflowId?: string };
  markerRecordedEventAttributes?: {
    markerName: string;
    details?: Record<string, { payloads: { data: string }[] }>;
  };
}

/** A recorded history. */
interface RecordedHistory {
  /** Its generation and the file's name: `01/run-task.created`. */
  name: string;
  generation: string;
  /** Children and the like are named after it. */
  workflowId: string;
  history: { events: Event[] };
}

const folder = new URL('./histories/', import.meta.url);

/** All generations; empty before the first one was recorded. */
export const recordedHistories = (): RecordedHistory[] =>
  (existsSync(folder) ? readdirSync(folder) : []).flatMap((generation) =>
    readdirSync(new URL(generation, folder)).map((file) => read(generation, file)),
  );

function read(generation: string, file: string): RecordedHistory {
  const shape = file.replace('.json', '');
  const text = readFileSync(new URL(`${generation}/${file}`, folder), 'utf8');
  const history = JSON.parse(text) as RecordedHistory['history'];
  const started = history.events[0]?.workflowExecutionStartedEventAttributes;
  return {
    name: `${generation}/${shape}`,
    generation,
    workflowId: started?.workflowId ?? shape,
    history,
  };
}

export const workflowTypeOf = ({ history }: RecordedHistory): string | undefined =>
  history.events[0]?.workflowExecutionStartedEventAttributes?.workflowType.name;

/** The ids of the patches that the workflow met, from their markers. */
export const patchesOf = ({ history }: RecordedHistory): string[] =>
  history.events
    .map((event) => event.markerRecordedEventAttributes)
    .filter((marker) => marker?.markerName === 'core_patch')
    .map((marker) => marker?.details?.['patch-data']?.payloads[0]?.data ?? '')
    .map((data) => (JSON.parse(Buffer.from(data, 'base64').toString()) as { id: string }).id);
