/** A run that a sweep tells of. Times are ISO 8601 with zone. */
export interface SweptRun {
  runId: string;
  taskId: string;
  taskName: string;
  status: string;
  createdAt: string;
  /** Why it counts as what it is, for people. */
  why: string;
}

/** What a sweep did about an orphan; `unconfirmed`: it was asked to stop, or to be adopted, and that could not be seen. */
export type SweepEffect = 'reported' | 'adopted' | 'cancelled' | 'already-over' | 'unconfirmed';

export interface Orphan extends SweptRun {
  did: SweepEffect;
}

/** The kinds of run that a sweep lists. */
export type SweptKind = 'orphans' | 'left' | 'unknown' | 'inDoubt';

/** The result of `sweepRuns`. The lists are cut; `counts` tells how many there were of each kind. */
export interface SweepResult {
  /** `tasks` counts `unknownTasks` too. */
  looked: { tasks: number; unknownTasks: number; runs: number; owned: number; byOthers: number };
  counts: Record<SweptKind, number>;
  /** Runs made with our key that no workflow has, in two looks. */
  orphans: Orphan[];
  /** A workflow left it active, on purpose. */
  left: SweptRun[];
  /** It cannot be told whether they are ours to touch. */
  unknown: SweptRun[];
  /** A living workflow may be about to find them. */
  inDoubt: SweptRun[];
  /** Tasks that the service did not find for ten minutes: they were deleted, or the key may not read them. */
  unknownTasks: { taskId: string; taskName: string }[];
}
