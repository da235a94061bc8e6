import type { Step } from '../../src/model/pipeline/plan.js';

/** A step of a plan: an evaluation of the simulator's, unless told otherwise. */
export const step = (id: string, more: Partial<Step>): Step => ({
  id,
  needs: [],
  task: 'score-experiments',
  space: 'research',
  trigger: {},
  experimentsFrom: [],
  ...more,
});
