import type { FaultPoint, RunBehaviour, SimulatorFault } from '../../../src/simulator/index.js';
import type { WaitPolicy } from '../../../src/model/api/policies.js';
import type { Random } from '../random.js';

/**
 * Where a trial is run: beside others on a worker that lives, or in rounds that end in a SIGKILL of the worker, in a
 * SIGKILL of the Temporal server, or in a cut between the two.
 */
export type LaneKind = 'answers' | 'worker-kill' | 'server-kill' | 'partition';

/** What the trial asks for: an evaluation of a window, of a dataset, an experiment, two steps, or a run started elsewhere. */
export type Shape = 'window' | 'dataset' | 'experiment' | 'pipeline' | 'attached';

/** A request of the trial's by what it is for; `next-task` is the look-up that begins the second step. */
export type Target = 'task' | 'fence' | 'trigger' | 'look' | 'cancel' | 'next-task';

/** How much of the trigger's bytes the proxy lets through. The last one breaks the connection off there. */
export type Cut = 'no-byte' | 'half-request' | 'half-reply' | 'half-reply-then-reset';

/** What goes wrong with a request, beside where. */
export type Trouble = Omit<SimulatorFault, 'match' | 'holdAt' | 'name'>;

/** A place in the protocol at which a trial can be stopped, and what goes wrong there. */
export type Point =
  | { readonly by: 'simulator'; readonly target: Target; readonly at: FaultPoint; readonly trouble: Trouble }
  | { readonly by: 'proxy'; readonly cut: Cut };

/** When a kill comes for a request held after its effect: at once, once the reply was read, or once it was reported. */
export type KillMoment = 'held' | 'read' | 'acknowledged';

/** What the harness does beside: once the run was looked at, or with the held trigger. */
export type Interference = 'delete-task' | 'release-at-second-post' | 'release-after-end';

/** One trial in full, before there are ids. */
export interface Script {
  readonly shape: Shape;
  /** How the intent's runs go. */
  readonly run: Omit<RunBehaviour, 'match' | 'times' | 'skip'>;
  readonly point: Point | null;
  /** More that goes wrong, all through the trial. */
  readonly also?: readonly { readonly target: Target; readonly trouble: Trouble }[];
  readonly killMoment?: KillMoment;
  readonly interference?: Interference;
  /** Runs of the same task that the trial did not ask for and that must be left alone. */
  readonly foreignRuns?: number;
  readonly wait?: WaitPolicy;
  /** Failure types that are the right end here, provided that the failure names the run. */
  readonly mayFailAs?: readonly string[];
}

/** A kind of trial. */
export interface Kind {
  readonly name: string;
  /** Under which the report lists it. */
  readonly family: string;
  readonly lane: LaneKind;
  /** `always`: there is no such trial without a cancel. */
  readonly cancels: 'both' | 'always' | 'never';
  /** Takes minutes by nature: planned in one cycle of ten only. */
  readonly rare?: true;
  /** A limit that the design names: counted apart, and no failure of the suite. */
  readonly residual?: string;
  /** Not for the baselines, and why. */
  readonly notForBaselines?: string;
  script(random: Random, cancel: boolean): Script;
}
