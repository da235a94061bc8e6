import { escapeMarkdown, markdownList } from '../base/markdown.js';
import { verdictHeading } from '../run/details-text.js';
import type { Verdict } from '../run/verdict.js';
import type { PipelineMemo, StepMemo, StepNote } from './pipeline-memo.js';
import type { Plan, Step } from './plan.js';
import { kindOf } from './plan.js';
import { stepText } from './result-text.js';
import type { StepResult, StepState } from './results.js';
import { allSteps } from './step-order.js';
import { stateOf } from './attempts.js';

/** The memo `steps` of a plan. */
export const stepMemos = ({ steps, finally: last = [] }: Plan): StepMemo[] => [
  ...steps.map((step) => stepMemo(step)),
  ...last.map((step) => ({ ...stepMemo(step), isFinally: true })),
];

const stepMemo = (step: Step): StepMemo => ({
  id: step.id,
  needs: step.needs,
  task: step.task ?? step.ensure?.name ?? step.activity?.name ?? '',
  ...(kindOf(step) === 'run' ? {} : { kind: kindOf(step) }),
  ...(step.fanOut === undefined ? {} : { isFanOut: true }),
  ...(step.when === undefined || step.when === 'success' ? {} : { when: step.when }),
});

/** What the memo `pipeline` is made from. */
export interface ReportedPipeline {
  paused: { atMs: number; by: string; reason?: string } | null;
  deadlineMs: number | null;
  /** The notes of running steps. */
  notes: ReadonlyMap<string, StepNote>;
  results: ReadonlyMap<string, StepResult>;
}

/** Longer reasons are cut: a memo is limited in size and is written again at each change. */
const MAX_REASON = 200;

export function pipelineMemo({ paused, deadlineMs, notes, results }: ReportedPipeline): PipelineMemo {
  const ended = [...results.values()].flatMap((result) => {
    const note = endNote(result);
    return note === null ? [] : [[result.id, note] as const];
  });
  return {
    pausedAt: paused === null ? null : new Date(paused.atMs).toISOString(),
    pausedBy: paused?.by ?? null,
    ...(paused?.reason === undefined ? {} : { pausedReason: paused.reason.slice(0, MAX_REASON) }),
    deadlineAt: deadlineMs === null ? null : new Date(deadlineMs).toISOString(),
    steps: Object.fromEntries([...notes, ...ended]),
  };
}

/** Null if observers see the same in the step's only child workflow. */
function endNote(ended: StepResult): StepNote | null {
  const { result, state, reason, attempts, endedAt } = ended;
  const isPlain = result !== null && attempts === 1 && ended.kind === 'run' && ended.ensured === undefined;
  const isMarked = ended.gate !== undefined || ended.isKept === true || ended.isIgnored === true;
  if (isPlain && !isMarked && stateOf(result) === state) return null;
  return {
    phase: 'ended',
    since: endedAt ?? '',
    state,
    ...(ended.isUnresolved === true ? { isUnresolved: true } : {}),
    ...(ended.isIgnored === true ? { isIgnored: true } : {}),
    ...(reason === null ? {} : { reason: reason.slice(0, MAX_REASON) }),
    ...(attempts > 1 ? { attempt: attempts } : {}),
  };
}

const SYMBOLS: Readonly<Record<StepState, string>> = {
  succeeded: '✓',
  failed: '✗',
  cancelled: '⊘',
  skipped: '↷',
  running: '↗',
};

const PHASES: Readonly<Record<StepNote['phase'], string>> = {
  approval: 'waits for an approval',
  gate: 'its gate is being judged',
  preparing: 'preparing',
  backoff: 'waits before its next attempt',
  activity: 'its activity is running',
  child: 'running',
  ended: 'ended',
};

/** A pipeline and its steps as Markdown, for Temporal's UI. `verdict` is null while it runs. */
export const pipelineDetails = (
  plan: Plan,
  state: ReportedPipeline & { running: ReadonlyMap<string, unknown> },
  verdict: Verdict | null,
): string =>
  [
    verdict === null ? stateHeading(state) : verdictHeading(verdict),
    '',
    ...markdownList(allSteps(plan).map(({ id }) => stepLine(id, state))),
  ].join('\n');

function stateHeading({ paused, deadlineMs }: ReportedPipeline): string {
  const until = deadlineMs === null ? '' : `, until ${new Date(deadlineMs).toISOString()} at the latest`;
  if (paused === null) return `**Running**${until}`;
  const why = paused.reason === undefined ? '' : `: ${escapeMarkdown(paused.reason)}`;
  return `**Paused** by ${escapeMarkdown(paused.by)}${why}${until}`;
}

function stepLine(
  id: string,
  { results, notes, running }: ReportedPipeline & { running: ReadonlyMap<string, unknown> },
): string {
  const result = results.get(id);
  if (result !== undefined)
    return `${result.isUnresolved === true ? '?' : SYMBOLS[result.state]} **${escapeMarkdown(id)}**: ${escapeMarkdown(stepText(result))}`;
  const note = notes.get(id);
  if (note === undefined)
    return `${running.has(id) ? '●' : '·'} **${escapeMarkdown(id)}**: ${running.has(id) ? 'running' : 'waiting'}`;
  const until = note.until === undefined ? '' : `, until ${note.until}`;
  const why = note.reason === undefined ? '' : `: ${escapeMarkdown(note.reason)}`;
  return `● **${escapeMarkdown(id)}**: ${PHASES[note.phase]}${until}${why}`;
}
