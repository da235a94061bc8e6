/**
 * Which tasks of a queue Temporal hands out first, where more wait than workers take: smaller numbers come first. Activities
 * and children have the priority of their workflow.
 */
export const PRIORITIES = {
  /** Somebody waits for the answer at a prompt. */
  interactive: 1,
  /** Runs and pipelines, by hand or by a schedule. Temporal's default. */
  usual: 3,
  /** Thousands of runs, of which none is urgent. */
  background: 5,
} as const;

export type PriorityName = keyof typeof PRIORITIES;
