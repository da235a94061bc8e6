/** What a team does, for an estimate of its Actions on Temporal Cloud. */
export interface TeamLoad {
  readonly pipelinesADay: number;
  /** Steps of such a pipeline that run an experiment, and that run an evaluation. */
  readonly experimentSteps: number;
  readonly evaluationSteps: number;
  /** Firings of all schedules together, each of one evaluation. */
  readonly firingsAMinute: number;
  /** Windows of backfills, in a month. */
  readonly backfillWindows: number;
}

/** Actions of one of each, its start included: measured (`bench/counts.json`). */
export interface UnitActions {
  readonly evaluation: number;
  readonly experiment: number;
  readonly window: number;
}

/** Actions in a month, by what causes them. */
export interface MonthActions {
  readonly pipelines: number;
  readonly schedules: number;
  readonly backfills: number;
  readonly total: number;
}

const DAYS = 30;
const MINUTES_A_DAY = 24 * 60;
/** The start of a pipeline. */
const START = 1;
/** A child costs two in its parent, where a start alone costs one, and a step prepares its child in an activity. */
const STEP_MORE = 2;
/** A schedule that fires: two, the start of its workflow, and an update of the watermark. */
const FIRING = 4;
/** What a child costs more than a start. */
const CHILD_MORE = 1;

export function actionsAMonth(load: TeamLoad, each: UnitActions): MonthActions {
  const steps =
    load.experimentSteps * (each.experiment + STEP_MORE) +
    load.evaluationSteps * (each.evaluation + STEP_MORE);
  const pipelines = load.pipelinesADay * DAYS * (START + steps);
  const schedules = load.firingsAMinute * MINUTES_A_DAY * DAYS * (FIRING + each.evaluation + CHILD_MORE);
  const backfills = load.backfillWindows * each.window;
  return { pipelines, schedules, backfills, total: pipelines + schedules + backfills };
}
