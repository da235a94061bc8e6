/**
 * DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED (other queries of the workflow wait already), FAILED_PRECONDITION (no worker polled
 * lately) and UNAVAILABLE: the same query may be answered a moment later.
 */
const NO_ANSWER: ReadonlySet<unknown> = new Set([4, 8, 9, 14]);

/** Whether an error of Temporal's client means that no worker answered a query in time. */
export const isWithoutAnswer = (error: unknown): boolean =>
  NO_ANSWER.has((error as { cause?: { code?: unknown } }).cause?.code);
