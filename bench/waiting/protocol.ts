import type { WaitForRunInput } from '../../src/model/run/inputs.js';

export const WAITING_READY = 'waiting program ready';

/** Runs to wait for, each in a workflow of its own. */
export interface WaitingOrder {
  readonly runIds: readonly string[];
  readonly wait: WaitForRunInput['wait'];
}

/** All of them are waited for, or why not. */
export interface WaitingAnswer {
  readonly problem: string | null;
}
