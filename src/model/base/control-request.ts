/** Argument of `pause` and `resume`. */
export interface ControlRequest {
  /** Who asks, for the record. */
  by: string;
  /** Why, for the record. */
  reason?: string;
}

/** What an update answers: a sentence about what it did. */
export interface Accepted {
  message: string;
}
