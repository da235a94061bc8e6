import { isBadStage, isFinal } from '../../model/pipeline/snapshot.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import { windowsText } from '../../model/backfill/details-text.js';
import { firingText } from '../../model/schedule/firing-text.js';
import { backfillLine, holdUps } from '../../terminal/views/backfill-progress-lines.js';
import { endText } from '../../terminal/views/workflow-views.js';
import type { Conclusion } from '../../client/observe/read-conclusion.js';
import type { Session } from '../session/session.js';
import { queueProblem } from '../../client/worker-gap.js';
import { workerHint } from '../base/explain-client-error.js';
import { explainPause } from './explain-waiting.js';
import type { Explanation } from './situation.js';
import { whenText } from './when-text.js';

/** Due work is picked up at once if there is a worker. */
const OVERDUE_MS = 2500;

/** The state of a workflow as a whole: running, paused, its deadline, and whether it has a worker. */
export async function explainWorkflow(
  session: Session,
  snapshot: WorkflowSnapshot & Conclusion,
  failure: string | null,
  nowMs: number,
): Promise<Explanation> {
  const { status, startedAt, closedAt, waitsFor = [] } = snapshot;
  if (status !== 'RUNNING') return explainClosed(snapshot, failure, session.flags, nowMs);
  const { flags } = session;
  const pause = snapshot.pausedAt === undefined ? null : explainPause({ workflow: snapshot, flags, nowMs });
  const gap = await workerGap(session, snapshot);
  return {
    sentences: [
      `It is ${closedAt === null ? 'running' : 'ending'}, started at ${whenText(startedAt, nowMs)}${progressOf(snapshot)}.`,
      ...backfillSentences(snapshot, nowMs),
      ...firingSentences(snapshot, nowMs),
      ...waitsFor.map((id) => `It waits for ${id}.`),
      ...(snapshot.type === WORKFLOWS.watchTask ? [WATCHES] : []),
      ...(gap === null ? [] : [gap]),
      ...(pause?.sentences ?? []),
      ...(snapshot.deadlineAt === undefined
        ? []
        : [`The deadline of the pipeline is ${whenText(snapshot.deadlineAt, nowMs)}.`]),
    ],
    next: [...(pause?.next ?? []), ...waitsFor.map((id) => `ax-tasks explain ${id}${flags}`)],
  };
}

const WATCHES =
  'It polls the runs of a task for all waits that registered with it, and ends when nobody waits any more.';

/** What a backfill does, and what holds it up beside a pause. */
function backfillSentences({ backfill }: WorkflowSnapshot, nowMs: number): string[] {
  const progress = backfill?.progress ?? null;
  if (progress === null) return [];
  return [`${backfillLine(progress, nowMs, false)}.`, ...holdUps({ ...progress, paused: null }, nowMs)];
}

/** What a firing of a schedule does. */
const firingSentences = ({ firing }: WorkflowSnapshot, nowMs: number): string[] =>
  firing === undefined ? [] : [`Since ${whenText(firing.since, nowMs)} it ${firingText(firing)}.`];

const progressOf = ({ steps }: WorkflowSnapshot): string =>
  steps.length > 1 ? `; ${steps.filter(isFinal).length} of ${steps.length} steps have ended` : '';

async function workerGap(
  { client }: Session,
  { overdueMs, taskQueue }: WorkflowSnapshot,
): Promise<string | null> {
  if (overdueMs < OVERDUE_MS) return null;
  const { text } = await queueProblem(client, taskQueue);
  return `${text} ${workerHint(taskQueue)}`;
}

function explainClosed(
  {
    workflowId,
    status,
    verdict,
    reason,
    failureType,
    closedAt,
    steps,
    backfill,
  }: WorkflowSnapshot & Conclusion,
  failure: string | null,
  flags: string,
  nowMs: number,
): Explanation {
  const bad = steps.filter(isBadStage);
  const isPipeline = steps.some(({ needs }) => needs !== undefined);
  const progress = backfill?.progress ?? null;
  return {
    sentences: [
      `It has ended (${endText({ status, verdict, failureType })})${closedAt === null ? '' : ` at ${whenText(closedAt, nowMs)}`}.`,
      ...(failure === null ? [] : [failure]),
      ...(isPipeline ? [howWell(bad.length, steps.length)] : []),
      ...(verdict === 'good' && reason !== null ? [`${reason}.`] : []),
      ...(progress === null ? [] : [`Its windows: ${windowsText(progress.windows, false)}.`]),
    ],
    next: [
      ...(isPipeline && bad.length > 0 ? [`ax-tasks pipeline rerun ${workflowId} --failed${flags}`] : []),
      ...(isPipeline ? [`ax-tasks workflow report ${workflowId}${flags}`] : []),
      ...(backfill !== undefined && status === 'TERMINATED'
        ? [`ax-tasks sweep${flags}  # finds the runs that it left active`]
        : []),
      ...(backfill === undefined
        ? []
        : [`ax-tasks backfill watch ${workflowId}${flags}  # shows its result`]),
    ],
  };
}

const howWell = (bad: number, all: number): string =>
  bad === 0 ? 'All steps succeeded.' : `${bad} of ${all} steps did not succeed.`;
