import { EXIT } from '../../model/temporal/exit-codes.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import { formatFacts } from '../../terminal/text/facts.js';
import type { Fact } from '../../terminal/text/facts.js';
import { timeAndAge } from '../../terminal/text/time.js';
import { backfillProgressLines, standingOf } from '../../terminal/views/backfill-progress-lines.js';
import { stepTable } from '../../terminal/views/progress-views.js';
import { provenanceText, unusualProvenance } from '../../terminal/views/run-views.js';
import { endText, toneOfEnd } from '../../terminal/views/workflow-views.js';
import { placeFacts } from '../../terminal/views/result-views.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { readConclusion } from '../../client/observe/read-conclusion.js';
import type { Conclusion } from '../../client/observe/read-conclusion.js';
import { takeSnapshot } from '../../client/observe/take-snapshot.js';
import { describeWorkflow } from '../../client/workflow.js';
import type { Style } from '../../terminal/style.js';

/** How a pipeline or a run stands now. Asks Temporal alone, so it works without a worker. */
export async function showStatus(
  context: CliContext,
  options: CallOptions,
  workflowId: string,
): Promise<number> {
  const output = new Output(context, options);
  return withSession(context, options, async ({ client, uiUrl }) => {
    const snapshot = await takeSnapshot(client, workflowId, null);
    const conclusion = await readConclusion(client, await describeWorkflow(client, workflowId));
    const data = { ...snapshot, ...conclusion, uiUrl: uiUrl(workflowId) };
    output.result('status', data, (style) => statusLines(data, style, context.nowMs()));
    return EXIT.success;
  });
}

/** How a lone run came to be; of a pipeline's steps only what is unusual. */
function triggerFact({ id, provenance }: StepSnapshot, steps: number): Fact {
  if (provenance === null) return ['Trigger', null];
  if (steps === 1) return ['Trigger', provenanceText(provenance)];
  const unusual = unusualProvenance(provenance);
  return ['Trigger', unusual === null ? null : `${id}: ${unusual}`];
}

function pausedFact({ pausedAt, pausedBy, pausedReason }: WorkflowSnapshot, nowMs: number): string | null {
  if (pausedAt === undefined) return null;
  const by = pausedBy === undefined ? '' : ` by ${pausedBy}`;
  return `since ${timeAndAge(pausedAt, nowMs)}${by}${pausedReason === undefined ? '' : `: ${pausedReason}`}`;
}

function backfillFacts({ backfill }: WorkflowSnapshot): Fact[] {
  const plan = backfill?.plan ?? null;
  if (plan === null) return [];
  const { range, slice, timeZone, windows } = plan;
  return [
    ['Task', `${plan.task.name} (${plan.task.id})`],
    ['Range', `${range.dataStartTime} to ${range.dataEndTime}`],
    ['Planned', `${windows} windows, slices of ${slice} in ${timeZone}`],
  ];
}

function backfillLines(snapshot: WorkflowSnapshot, style: Style, nowMs: number): string[] {
  const backfill = standingOf(snapshot, nowMs);
  return backfill === null
    ? []
    : ['', ...backfillProgressLines(backfill.memo, style, backfill.atMs, backfill.isOver)];
}

/** Paused as in the lists, since Temporal calls it running. */
const stateText = (snapshot: WorkflowSnapshot & Conclusion): string =>
  snapshot.status === 'RUNNING' && snapshot.pausedAt !== undefined ? 'paused' : endText(snapshot);

const statusLines = (
  snapshot: WorkflowSnapshot & Conclusion & { uiUrl: string | null },
  style: Style,
  nowMs: number,
): string[] => [
  ...formatFacts(
    [
      ['Status', stateText(snapshot), snapshot.pausedAt === undefined ? toneOfEnd(snapshot) : 'warn'],
      ['Reason', snapshot.reason, snapshot.verdict === 'good' ? 'warn' : toneOfEnd(snapshot)],
      ['Started', timeAndAge(snapshot.startedAt, nowMs)],
      ['Ended', timeAndAge(snapshot.closedAt, nowMs)],
      ...backfillFacts(snapshot),
      ['Paused', snapshot.backfill === undefined ? pausedFact(snapshot, nowMs) : null, 'warn'],
      ['Deadline', timeAndAge(snapshot.deadlineAt ?? null, nowMs)],
      ...snapshot.steps.map((step) => triggerFact(step, snapshot.steps.length)),
      ...placeFacts(snapshot),
    ],
    style,
  ),
  ...(snapshot.steps.length === 0 ? [] : ['', ...stepTable(snapshot.steps, style, nowMs)]),
  ...backfillLines(snapshot, style, nowMs),
];
