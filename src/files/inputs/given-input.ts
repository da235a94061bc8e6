import type { Json } from '../../model/base/json.js';

/** A value that somebody gave for an input. */
export interface GivenInput {
  name: string;
  value: Json;
  /** Where it was given, for messages: `--input`, or `inputs.yaml:3:4`. */
  source: string;
  /** It was typed on a command line: a text that is to be read by the input's type. */
  isTyped?: boolean;
}

/** Of several values for one input the last one counts. */
export interface GivenInputs {
  values: readonly GivenInput[];
  /** Inputs may go without a value: what depends on them is not looked at. */
  isPartial?: boolean;
}
