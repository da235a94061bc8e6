/** A step as it stands in the file, before anything about it is known to be right. */
export type LooseStep = Readonly<Record<string, unknown>>;

/** The steps of a file as far as they are mappings, at their positions. */
export function looseStepsOf(data: unknown): LooseStep[] {
  const steps = isRecord(data) ? data['steps'] : undefined;
  return Array.isArray(steps) ? steps.map((step) => (isRecord(step) ? step : {})) : [];
}

/** The texts of a list; nothing where the member is none. */
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
