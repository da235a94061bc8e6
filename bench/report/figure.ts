/** What a figure is set against. */
export interface Beside {
  /** What it is, such as `bare`. */
  readonly name: string;
  readonly value: number;
}

/** One line of the table. */
export interface Figure {
  readonly what: string;
  /** Null: it cannot be measured here. */
  readonly value: number | null;
  readonly unit: Unit;
  readonly beside: Beside | null;
  /** What issue or page asks for, in words, such as `≤ 24`; empty where nothing is asked. */
  readonly goal: string;
}

export type Unit = '' | '/s' | 'ms' | 's' | 'KB' | 'MB' | 'cores' | '%';

export interface Result {
  readonly scenario: string;
  readonly title: string;
  readonly figures: readonly Figure[];
  /** What a reader has to know of how it was measured. */
  readonly notes: readonly string[];
}

/** A figure beside which nothing is set. */
export const alone = (what: string, value: number | null, unit: Unit, goal = ''): Figure => ({
  what,
  value,
  unit,
  beside: null,
  goal,
});

/** A figure and what it is set against; the table shows their ratio. */
export const against = (
  what: string,
  value: number | null,
  unit: Unit,
  beside: Beside,
  goal = '',
): Figure => ({ what, value, unit, beside, goal });

/** Null where one of the two is missing or zero. */
export function ratioOf({ value, beside }: Figure): number | null {
  if (value === null || beside === null || !(beside.value > 0)) return null;
  return value / beside.value;
}
