/** A step as it stands in the file, before anything about it is known to be right. */
export type LooseStep = Readonly<Record<string, unknown>>;

/** The texts of a list; nothing where the member is none. */
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The members among `names` that a step has. */
export const membersAmong = (step: LooseStep, names: readonly string[]): string[] =>
  names.filter((name) => step[name] !== undefined);

/** What a step does, as far as it can be told from its members; null: nothing of its own. */
export function workOf(step: LooseStep): 'run' | 'ensure' | 'activity' | 'approval' | null {
  if (step['approval'] !== undefined) return 'approval';
  if (step['activity'] !== undefined) return 'activity';
  if (step['ensure'] !== undefined) return step['trigger'] === false ? 'ensure' : 'run';
  return step['task'] === undefined ? null : 'run';
}

export const isFanOut = (step: LooseStep): boolean =>
  step['matrix'] !== undefined || step['forEach'] !== undefined;
