import type { CancellationScope } from '@temporalio/workflow';
import type {
  BackfillPause,
  BackfillPlan,
  BackfillProblem,
  BackfillProgress,
  WindowState,
} from '../../model/backfill/backfill.js';
import { lettersOf, statesIn } from '../../model/backfill/backfill-board.js';
import type { BackfillBoard } from '../../model/backfill/backfill-board.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import type { SharedFence } from '../../model/run/shared-fence.js';
import type { OpenedFence } from '../../model/run/unresolved.js';
import type { Interval } from '../../model/time/interval.js';
import type { StartedRun } from '../../model/run/run-result.js';
import { NO_COUNTS } from '../../model/api/task-run.js';
import type { RunCounts } from '../../model/api/task-run.js';
import type { TaskSummary } from '../../model/api/task.js';
import { windowsIn } from '../../model/backfill/window-list.js';
import { newLoopState } from '../shared/loop.js';
import type { LoopState } from '../shared/loop.js';
import type { Teller } from '../notification/teller.js';
import type { SharedTimer } from '../shared/shared-timer.js';

/** A window whose run is active or being triggered. */
export interface LiveWindow {
  /**
   * Cancelling it ends the triggers that were started together, or the wait for the turn; triggers without a child yet must not
   * be cancelled in the midst of their start.
   */
  scope: CancellationScope;
  phase: 'starting' | 'waiting-for-turn' | 'triggering' | 'running' | 'stopping';
  runId: string | null;
  deadlineMs: number | null;
  /** When this execution learnt of the run, in milliseconds since 1970. */
  sinceMs: number;
  doubt?: StartedRun['doubt'];
}

/** A window that is to be triggered, and has its place among those under way. */
export interface ToTrigger {
  readonly at: number;
  readonly live: LiveWindow;
  /** As in `WindowToTrigger`. */
  readonly isCareful: boolean;
}

/** The slice of waiting that is under way. */
export interface Watch {
  readonly scope: CancellationScope;
  readonly runIds: ReadonlySet<string>;
  readonly sinceMs: number;
}

/** The state of a backfill while its workflow runs. */
export interface Backfill extends BackfillBoard, LoopState {
  readonly plan: BackfillPlan;
  readonly windows: Interval[];
  readonly states: WindowState[];
  readonly live: Map<number, LiveWindow>;
  /** By position; of windows that are triggered for the second time or more. */
  readonly attempts: Map<number, number>;
  readonly startedAt: string;
  readonly timer: SharedTimer;
  /** Windows that are being triggered together, by the ID of the workflow that triggers them. */
  readonly triggers: Map<string, readonly ToTrigger[]>;
  task: TaskSummary | null;
  limit: number;
  runs: number;
  counts: RunCounts;
  unseen: number;
  problems: BackfillProblem[];
  detached: string[];
  createdByUserId: string | null;
  paused: BackfillPause | null;
  stopped: string | null;
  /** A fence is being read for windows that are about to begin. */
  isBeginning: boolean;
  /** The service asked for a pause, or did not take our requests, until then. */
  throttledUntilMs: number | null;
  refusalsInARow: number;
  watch: Watch | null;
  /** No look before this time. */
  nextPollMs: number;
  /** How often in a row each run was not found. */
  notFound: Record<string, number>;
  /** How long runs take here, in milliseconds by the service's clock; null while none has ended. */
  typicalMs: number | null;
  toRecord: CoverageEntry[];
  /** Recordings and looks for late duplicates that are under way. */
  inBackground: number;
  /** Runs that this execution knows. */
  readonly known: Set<string>;
  /** The fence that this execution read first; null while there is none. */
  firstFence: OpenedFence | null;
  /** The fence that was read last for windows that began together; null while there is none. */
  sharedFence: SharedFence | null;
  /** In an execution that was reset: runs beyond the first fence that it does not know, by window; null before it looked. */
  former: Map<string, string> | null;
  /** How many more windows are looked for in the list before they are triggered. */
  careful: number;
  /** The service does not know the task any more. */
  isTaskGone: boolean;
  readonly teller: Teller;
  /** As in `BackfillProgress`. */
  pauses: number;
  readonly stalled: Set<string>;
  isDraining: boolean;
}

/** What a backfill is at its beginning, or after continue-as-new. */
export function openBackfill(
  plan: BackfillPlan,
  resume: BackfillProgress | undefined,
  parts: Parts,
): Backfill {
  const planned = windowsIn(plan.windows);
  const halves = (resume?.halves ?? []).map(([startMs, endMs]) => ({ startMs, endMs }));
  const running = resume?.running ?? [];
  return {
    ...newLoopState(),
    plan,
    windows: [...planned, ...halves],
    planned: planned.length,
    states: resume === undefined ? planned.map(() => 'waiting') : statesIn(resume.states),
    live: new Map(running.map(({ at, ...run }) => [at, parts.liveWindow({ ...run, phase: 'running' })])),
    get underWay() {
      return this.live.size;
    },
    get triggering() {
      return [...this.live.values()].filter(({ runId }) => runId === null).length;
    },
    attempts: new Map(Object.entries(resume?.attempts ?? {}).map(([at, times]) => [Number(at), times])),
    startedAt: resume?.startedAt ?? new Date().toISOString(),
    timer: parts.alarm,
    triggers: new Map(),
    task: resume?.lookedUp ?? null,
    limit: resume?.limit ?? plan.options.limit,
    runs: resume?.runs ?? 0,
    counts: resume?.counts ?? NO_COUNTS,
    unseen: resume?.unseen ?? 0,
    problems: resume?.problems ?? [],
    detached: resume?.detached ?? [],
    createdByUserId: resume?.createdByUserId ?? null,
    paused: resume?.paused ?? null,
    stopped: resume?.stopped ?? null,
    isBeginning: false,
    throttledUntilMs: resume?.throttledUntilMs ?? null,
    refusalsInARow: 0,
    watch: null,
    nextPollMs: 0,
    notFound: {},
    typicalMs: null,
    toRecord: [],
    inBackground: 0,
    known: new Set(running.flatMap(({ runId }) => (runId === null ? [] : [runId]))),
    firstFence: null,
    sharedFence: null,
    former: null,
    careful: 0,
    isTaskGone: false,
    teller: parts.teller,
    pauses: resume?.pauses ?? 0,
    stalled: new Set(resume?.stalled),
    isDraining: false,
  };
}

/** What only a workflow can make. */
interface Parts {
  alarm: SharedTimer;
  teller: Teller;
  liveWindow: (given: Pick<LiveWindow, 'runId' | 'deadlineMs' | 'phase' | 'doubt'>) => LiveWindow;
}

/** What the next execution needs after continue-as-new. */
export const progressOf = (backfill: Backfill, task: TaskSummary): BackfillProgress => ({
  states: lettersOf(backfill.states),
  halves: backfill.windows.slice(backfill.planned).map(({ startMs, endMs }) => [startMs, endMs]),
  running: [...backfill.live].map(([at, { runId, deadlineMs, doubt }]) => ({
    at,
    runId,
    deadlineMs,
    ...(doubt === undefined ? {} : { doubt }),
  })),
  attempts: Object.fromEntries(backfill.attempts),
  counts: backfill.counts,
  runs: backfill.runs,
  unseen: backfill.unseen,
  problems: backfill.problems,
  limit: backfill.limit,
  paused: backfill.paused,
  stopped: backfill.stopped,
  startedAt: backfill.startedAt,
  lookedUp: task,
  detached: backfill.detached,
  createdByUserId: backfill.createdByUserId,
  throttledUntilMs: backfill.throttledUntilMs,
  ...(backfill.pauses === 0 ? {} : { pauses: backfill.pauses }),
  ...(backfill.stalled.size === 0 ? {} : { stalled: [...backfill.stalled] }),
});

/** The active runs that nobody is cancelling. */
export const runningIds = ({ live }: Backfill): string[] =>
  [...live.values()].flatMap(({ runId, phase }) => (runId === null || phase === 'stopping' ? [] : [runId]));

export const isThrottled = ({ throttledUntilMs }: Backfill): boolean =>
  throttledUntilMs !== null && Date.now() < throttledUntilMs;

/** Whether windows may begin at this moment. */
export const mayBegin = (backfill: Backfill): boolean =>
  !backfill.isCancelled &&
  !backfill.isDraining &&
  backfill.paused === null &&
  backfill.stopped === null &&
  !isThrottled(backfill);
