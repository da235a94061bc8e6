import type { Result } from '../report/figure.js';
import type { Options } from '../options.js';
import { startStack, type Stack } from '../stack/stack.js';

/** A part of the measurement: some rows of the table. */
export interface Scenario {
  readonly name: string;
  /** What it measures, and beside what. */
  readonly title: string;
  /** It takes minutes at any size, and is left out by `--quick`. */
  readonly isSlow?: true;
  run(bench: Bench): Promise<Pick<Result, 'figures' | 'notes'>>;
}

/** What a scenario is given. */
export interface Bench {
  readonly options: Options;
  readonly bareBundle: string;
  readonly say: (line: string) => void;
}

/** A stack of one's own, gone afterwards. Runs take so long at the service. */
export async function withStack<T>(
  bench: Bench,
  runSeconds: number,
  work: (stack: Stack) => Promise<T>,
): Promise<T> {
  const stack = await startStack({ ...bench, runSeconds });
  try {
    return await work(stack);
  } finally {
    await stack.close();
  }
}
