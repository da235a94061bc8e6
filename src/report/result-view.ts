import type { ResultDocument } from '../model/pipeline/result-document.js';
import { stepText } from '../model/pipeline/result-text.js';
import { duplicatesText } from '../model/run/outcome-text.js';
import type { PipelineResult, StepResult, StepState } from '../model/pipeline/results.js';
import type { RunResult } from '../model/run/run-result.js';
import { stageOf } from '../model/pipeline/snapshot.js';
import type { Verdict } from '../model/run/verdict.js';

/** The formats of a report. JSON is the result document itself. */
export type ReportFormat = 'html' | 'junit' | 'markdown' | 'json';

export const REPORT_FORMATS: readonly ReportFormat[] = ['html', 'junit', 'markdown', 'json'];

/** A result as all reports look at it: a lone run is a pipeline of one step. */
export interface ResultView {
  title: string;
  isPipeline: boolean;
  verdict: Verdict;
  workflowId: string;
  /** Null if it is unknown or not a web address. */
  uiUrl: string | null;
  status: string;
  startedAt: string;
  endedAt: string | null;
  steps: StepResult[];
  /** Empty for a lone run. */
  about: Pick<PipelineResult, 'labels' | 'inputs' | 'outputs' | 'rerunOf'>;
}

export function viewOf({ kind, data }: ResultDocument): ResultView {
  const { result, workflowId, status, startedAt, endedAt } = data;
  const isWebAddress = /^https?:\/\//i.test(data.uiUrl ?? '');
  const place = { workflowId, status, startedAt, endedAt, uiUrl: isWebAddress ? data.uiUrl : null };
  const { verdict } = result;
  return kind === 'pipeline'
    ? {
        ...place,
        verdict,
        title: data.result.name,
        isPipeline: true,
        steps: data.result.steps,
        about: data.result,
      }
    : {
        ...place,
        verdict,
        title: runTitle(data.result),
        isPipeline: false,
        steps: stepsOf(data.result),
        about: { labels: {}, inputs: {}, outputs: {} },
      };
}

const runTitle = ({ taskName, taskId, runId }: RunResult): string => taskName ?? taskId ?? runId ?? 'run';

/** A lone run as a step, and what the service chained to it as others. */
const stepsOf = (result: RunResult): StepResult[] => [
  asStep(result.experimentName ?? runTitle(result), result),
  ...(result.chained ?? []).map((chained) =>
    asStep(chained.taskId, {
      ...result,
      ...chained,
      taskName: null,
      experimentId: null,
      experimentName: null,
      // That of the run speaks of the run alone.
      provenance: { how: 'attached', posts: 0, candidates: [] },
    }),
  ),
];

const asStep = (id: string, { chained: _, ...result }: RunResult): StepResult => ({
  id,
  state: STATES[stageOf(result)] ?? 'running',
  reason: result.outcome.reason,
  kind: 'run',
  result,
  attempts: 1,
  startedAt: result.run?.startedAt ?? result.run?.createdAt ?? null,
  endedAt: result.run?.finishedAt ?? null,
});

const STATES: Partial<Record<ReturnType<typeof stageOf>, StepState>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  started: 'running',
};

const STATE_ORDER: readonly StepState[] = ['succeeded', 'failed', 'cancelled', 'skipped', 'running'];

/** `4 of 6 steps succeeded, 1 failed, 1 skipped`. */
export function tally(steps: readonly StepResult[]): string {
  const numbers = STATE_ORDER.map(
    (state) => [state, steps.filter((step) => step.state === state).length] as const,
  );
  const [first, ...others] = numbers.filter(([state, number]) => number > 0 || state === 'succeeded');
  const told = others.map(([state, number]) => `${number} ${state}`);
  return [`${first?.[1] ?? 0} of ${steps.length} steps succeeded`, ...told].join(', ');
}

/** Whether a step ended so that the pipeline is the worse for it. */
const isBad = ({ state, isIgnored }: StepResult): boolean =>
  isIgnored !== true && (state === 'failed' || state === 'cancelled' || state === 'running');

const mayHaveTwo = ({ result }: StepResult): boolean =>
  result !== null && duplicatesText(result.provenance) !== null;

/** What went wrong, or nearly: a line each. */
export interface ReportFinding {
  level: 'error' | 'warning';
  where: string;
  what: string;
}

/** Failed steps, those with a run that may have a second one, and gates that warn, the failures first. */
export function findingsOf({ steps }: ResultView): ReportFinding[] {
  const failed = steps
    .filter((step) => isBad(step) || step.isIgnored === true || mayHaveTwo(step))
    .map((step): ReportFinding => ({
      level: isBad(step) ? 'error' : 'warning',
      where: step.id,
      what: stepText(step),
    }));
  const checks = steps.flatMap((step) =>
    (step.gate?.checks ?? [])
      .filter(({ answer }) => answer !== 'pass')
      .map(({ answer, reason }): ReportFinding => {
        const level = answer === 'fail' && step.isIgnored !== true ? 'error' : 'warning';
        return { level, where: `gate of ${step.id}`, what: reason };
      }),
  );
  const all = [...failed, ...checks];
  return [...all.filter(({ level }) => level === 'error'), ...all.filter(({ level }) => level === 'warning')];
}
