import type { RunResult } from '../../../src/model/run/run-result.js';
import { runTask } from '../../../src/workflows/index.js';

/** Calls a workflow that this file forgot to export. */
export const callUnknown = (): Promise<RunResult> =>
  runTask({ intent: { task: 'nightly-hallucination', space: 'research', trigger: {} }, wait: null });
