/** An unchecked step of a file. */
export type LooseStep = Readonly<Record<string, unknown>>;

/** The texts of a list; empty if the value is not a list. */
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The fields among `names` that a step has. */
export const membersAmong = (step: LooseStep, names: readonly string[]): string[] =>
  names.filter((name) => step[name] !== undefined);

/** What a step does, judged by its fields; null if it does nothing of its own. */
export function workOf(step: LooseStep): 'run' | 'ensure' | 'activity' | 'approval' | null {
  if (step['approval'] !== undefined) return 'approval';
  if (step['activity'] !== undefined) return 'activity';
  if (step['ensure'] !== undefined) return step['trigger'] === false ? 'ensure' : 'run';
  return step['task'] === undefined ? null : 'run';
}

export const isFanOut = (step: LooseStep): boolean =>
  step['matrix'] !== undefined || step['forEach'] !== undefined;
