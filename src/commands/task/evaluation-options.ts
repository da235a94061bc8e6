import { usageError } from '../base/cli-error.js';
import type { CallOptions } from '../session/call-once.js';
import type { SpaceOption } from '../input/space.js';

/** The fields of an evaluation task as flags. JSON stands in its text, `@file.json` or `@-`. */
export interface EvaluationFields {
  evaluators?: string;
  samplingRate?: number;
  /** `--is-continuous`. */
  isContinuous?: boolean;
  /** False: `--no-continuous`. */
  continuous?: boolean;
  queryFilter?: string;
  queryFilters?: string;
}

export interface CreateEvaluationOptions extends CallOptions, SpaceOption, EvaluationFields {
  name?: string;
  taskType?: string;
  project?: string;
  dataset?: string;
  experimentIds?: string[];
  /** False: `--no-experiments`. */
  experiments?: boolean;
}

export interface RunExperimentOptions extends CallOptions, SpaceOption {
  name?: string;
  dataset?: string;
  runConfiguration?: string;
}

/** `--is-continuous` or `--no-continuous` as a member to be spread; nothing where neither was given. */
export function continuousOf({ isContinuous, continuous }: EvaluationFields): { isContinuous?: boolean } {
  if (isContinuous === true) return { isContinuous: true };
  return continuous === false ? { isContinuous: false } : {};
}

/** The value of a flag that this command cannot do without. */
export function requireOption<Value>(flag: string, value: Value | undefined, why: string): Value {
  if (value === undefined) throw usageError(`${flag} is missing: ${why}`);
  return value;
}
