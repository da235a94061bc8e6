import type { Interval } from '../../src/model/time/interval.js';
import type { JournalRun } from '../../src/simulator/index.js';

/** A lone run, or a pipeline whose steps follow one another, as it was asked for and as it ended. */
export interface Flow {
  readonly workflowId: string;
  readonly taskId: string;
  /** Of its runs, in their order. */
  readonly windows: readonly Interval[];
  /** What it said at its end: `good`, or what else. */
  readonly said: string;
  /** The runs that it told of, in that order. */
  readonly runIds: readonly string[];
}

/** How flows went, by the service's own record. All but `runs` must be 0. */
export interface LoadJudgement {
  readonly runs: number;
  /** Runs above the first one of a window. */
  readonly doubled: number;
  /** Windows without a run. */
  readonly lost: number;
  /** Runs of no flow's window. */
  readonly strange: number;
  /** Runs of a pipeline that began before the step before them had ended. */
  readonly early: number;
  /** Flows that did not end well, or told of other runs. */
  readonly wrong: number;
  /** What is wrong, in sentences; at most 20. */
  readonly notes: readonly string[];
}

/** Judges flows that have all ended. `runs` are all of their tasks. */
export function judgeLoad(runs: readonly JournalRun[], flows: readonly Flow[]): LoadJudgement {
  const byWindow = new Map<string, JournalRun[]>();
  for (const run of runs) byWindow.set(keyOfRun(run), [...(byWindow.get(keyOfRun(run)) ?? []), run]);
  const planned = new Set(flows.flatMap((flow) => keysOf(flow)));
  const lost = [...planned].filter((key) => !byWindow.has(key));
  const doubled = [...byWindow].filter(([key, own]) => planned.has(key) && own.length > 1);
  const strange = runs.filter((run) => !planned.has(keyOfRun(run)));
  const ofFlow = (flow: Flow): readonly JournalRun[] =>
    keysOf(flow).flatMap((key) => byWindow.get(key)?.slice(0, 1) ?? []);
  const early = flows.flatMap((flow) => tooEarly(ofFlow(flow)));
  const wrong = flows.flatMap((flow) => wrongOf(flow, ofFlow(flow)));
  return {
    runs: runs.length,
    doubled: doubled.reduce((sum, [, own]) => sum + own.length - 1, 0),
    lost: lost.length,
    strange: strange.length,
    early: early.length,
    wrong: wrong.length,
    notes: [
      ...lost.map((key) => `no run of ${key}`),
      ...doubled.map(
        ([key, own]) => `${own.length} runs of ${key}: ${own.map(({ runId }) => runId).join(', ')}`,
      ),
      ...strange.map(({ runId }) => `${runId} is of no window that was asked for`),
      ...early.map(({ runId }) => `${runId} began before the step before it had ended`),
      ...wrong,
    ].slice(0, 20),
  };
}

const tooEarly = (runs: readonly JournalRun[]): readonly JournalRun[] =>
  runs.filter(({ createdAt }, nth) => {
    const before = runs[nth - 1];
    return before !== undefined && !(Date.parse(before.finishedAt ?? '') <= Date.parse(createdAt));
  });

function wrongOf({ workflowId, said, runIds }: Flow, runs: readonly JournalRun[]): readonly string[] {
  const theirs = runs.map(({ runId }) => runId).join(', ');
  const told = runIds.join(', ');
  if (said !== 'good') return [`${workflowId} ended as ${said}`];
  if (told !== theirs) return [`${workflowId} tells of ${told}, and the service of ${theirs}`];
  return runs.every(endedWell) ? [] : [`${workflowId} is good, its run is not`];
}

/** A run that finds nothing left to evaluate is cancelled by the service, and is good. */
const endedWell = ({ status }: JournalRun): boolean => status === 'COMPLETED' || status === 'CANCELLED';

const keysOf = ({ taskId, windows }: Flow): readonly string[] =>
  windows.map((window) => keyOf(taskId, window));

const keyOf = (taskId: string, { startMs, endMs }: Interval): string =>
  `${taskId}, ${new Date(startMs).toISOString()}–${new Date(endMs).toISOString()}`;

/** The same of a run, whose times may be written in another way. */
const keyOfRun = ({ runId, taskId, dataStartTime, dataEndTime }: JournalRun): string => {
  const [startMs, endMs] = [Date.parse(dataStartTime ?? ''), Date.parse(dataEndTime ?? '')];
  return Number.isNaN(startMs + endMs)
    ? `${taskId}, ${runId} without a window`
    : keyOf(taskId, { startMs, endMs });
};
