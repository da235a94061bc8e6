/** What `needsOf` reads of a step. */
interface StepOrder {
  id?: unknown;
  needs?: readonly string[] | undefined;
  experimentsFrom?: readonly string[] | undefined;
}

/**
 * The ids that a step waits for: its `needs`, else its `experimentsFrom`, else the step before it in the list. Steps
 * whose experiments it uses are always among them.
 */
export function needsOf(step: StepOrder, before: StepOrder | undefined): string[] {
  const sources = step.experimentsFrom ?? [];
  if (step.needs !== undefined) return [...new Set([...step.needs, ...sources])];
  if (sources.length > 0) return [...new Set(sources)];
  return typeof before?.id === 'string' ? [before.id] : [];
}
