import type { HttpCut } from './http-cut.js';
import type { Judgement, Reported, TrialRecord } from './judge-trial.js';
import type { TrialPlan } from './plan-trials.js';
import type { Service } from './service.js';
import type { Subject, SubjectName } from './subject.js';

/** Where a trial happens. */
export interface TrialStage {
  readonly service: Service;
  readonly cut: HttpCut;
  readonly subject: Subject;
}

export interface TrialResult {
  readonly plan: TrialPlan;
  readonly subject: SubjectName;
  readonly judgement: Judgement;
  readonly reported: readonly Reported[];
  /** All that the judgement rests on; kept where it is a bad one. */
  readonly record: TrialRecord | null;
  /** It came to the point that it was for. */
  readonly hasArrived: boolean;
}
