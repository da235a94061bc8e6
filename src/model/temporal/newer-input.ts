import { isUnknownMember } from '../base/checks.js';

/** How a workflow execution came to be. */
export interface Origin {
  /** Started as a child, or by an execution of the same workflow before it: by the code of some worker, not by a person. */
  isByWorkflow: boolean;
  /** How long ago, in milliseconds. */
  ageMs: number;
}

/** A rollout that was stopped or rolled back is over by then, in one direction or the other. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

/**
 * Whether an input that has a problem should wait for a worker of a newer version: a newer one may have written it, with
 * a member that this version neither knows nor may ignore. Beyond a day it is refused as any wrong input.
 */
export const isForNewerWorker = (problem: string, { isByWorkflow, ageMs }: Origin): boolean =>
  isByWorkflow && ageMs < MAX_AGE_MS && isUnknownMember(problem);
