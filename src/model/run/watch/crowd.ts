/** The waits for runs of tasks that a worker process has heard of, as a measure of how many there are. Not durable. */
export interface Crowd {
  /** A wait for a run of the task: it counts until `untilMs`, by any clock that is the same in all calls. */
  note(taskId: string, runId: string, untilMs: number): void;
  /** The run has ended. */
  forget(taskId: string, runId: string): void;
  /** How many runs of the task are waited for. */
  sizeOf(taskId: string, nowMs: number): number;
}

/** From so many waits for runs of a task on a watcher looks after them. */
export const CROWD = 4;

export function newCrowd(): Crowd {
  const tasks = new Map<string, Map<string, number>>();
  return {
    note(taskId, runId, untilMs) {
      const runs = tasks.get(taskId) ?? new Map<string, number>();
      tasks.set(taskId, runs.set(runId, untilMs));
    },
    forget(taskId, runId) {
      const runs = tasks.get(taskId);
      runs?.delete(runId);
      if (runs?.size === 0) tasks.delete(taskId);
    },
    sizeOf(taskId, nowMs) {
      const runs = tasks.get(taskId);
      for (const [runId, untilMs] of runs ?? []) if (untilMs < nowMs) runs?.delete(runId);
      if (runs?.size === 0) tasks.delete(taskId);
      return runs?.size ?? 0;
    },
  };
}
