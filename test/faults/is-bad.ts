import type { Judgement } from './judge-trial.js';

/** Whether anything was duplicated, lost, told wrongly or left behind. */
export const isBad = ({ duplicates, lost, wrong, orphans }: Judgement): boolean =>
  duplicates + lost + wrong + orphans > 0;
