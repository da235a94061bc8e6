import type { IntentRecord, Reported } from './judge-trial.js';
import type { PreparedTrial } from './prepare-trial.js';
import type { Service } from './service.js';

/** What the service saw of each intent of a trial up to now, beside what the subject says of it. */
export const recordIntents = (
  { tasks, foreignRunIds, attachedRunId, sinceSeq }: PreparedTrial,
  service: Service,
  reported: readonly Reported[],
): readonly IntentRecord[] =>
  tasks.map(({ taskId }, at) => ({
    taskId,
    foreignRunIds,
    attached: attachedRunId !== null,
    ...service.record(taskId, sinceSeq),
    reported: reported[at] ?? { kind: 'never-ended' },
  }));

/** When the first request met a fault, in milliseconds since 1970; null where none did. */
export function firstFaultAtMs(intents: readonly IntentRecord[]): number | null {
  const hit = intents.flatMap(({ requests }) => requests).find(({ fault }) => fault !== null);
  return hit === undefined ? null : Date.parse(hit.at);
}
