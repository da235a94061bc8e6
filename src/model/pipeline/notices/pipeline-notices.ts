import { gateNotice } from '../../gate/gate-notice.js';
import { factsOf, firstFacts } from '../../notification/facts.js';
import type { NoticeSketch } from '../../notification/notice-of.js';
import { isToldOf } from '../../run/notices/run-notices.js';
import { verdictText } from '../../run/verdict.js';
import type { Approval } from '../plan.js';
import type { PipelineResult, StepResult } from '../results.js';
import { stepText } from '../result-text.js';

export const pipelineSubject = (name: string): NoticeSketch['subject'] => ({ kind: 'pipeline', name });

const SHOWN = 12;

/** What is told of the end of a pipeline; null: nothing. */
export function pipelineNotice({ name, verdict, steps, workflowId }: PipelineResult): NoticeSketch | null {
  const unseen = steps.filter(isUnseen);
  if (!isToldOf(verdict, unseen.length > 0)) return null;
  const isCancelled = verdict === 'cancelled';
  const bad = isCancelled ? unseen : steps.filter(isBad);
  const what = isCancelled ? 'was cancelled, and runs of it may still be active' : verdictText(verdict);
  return {
    kind: 'failed',
    subject: pipelineSubject(name),
    title: `Pipeline ${name} ${what}: ${bad.length} of ${steps.length} steps`,
    evidence: [
      ...firstFacts(
        bad.map((step) => ({ name: `step ${step.id}`, value: stepText(step) })),
        SHOWN,
      ),
      ...factsOf(['run again', `ax-tasks pipeline rerun ${workflowId} --failed`]),
    ],
  };
}

const isBad = ({ state, isIgnored }: StepResult): boolean =>
  state !== 'succeeded' && state !== 'skipped' && isIgnored !== true;

/** Its run was to be cancelled, and was not seen to end. */
const isUnseen = ({ result, items = [] }: StepResult): boolean =>
  result?.outcome.kind === 'cancel-unconfirmed' ||
  items.some(({ outcome }) => outcome === 'cancel-unconfirmed');

/** What is told of a step that has ended, before the pipeline has. `time`: how often it was opened again by hand. */
export function stepNotices(name: string, step: StepResult, time: number): NoticeSketch[] {
  const subject = pipelineSubject(name);
  const occurrence = occurrenceOf(step.id, time);
  const gate = step.gate === undefined ? null : gateNotice(subject, step.id, step.gate, occurrence);
  return [...(gate === null ? [] : [gate]), ...unresolvedSteps(subject, step, occurrence)];
}

const occurrenceOf = (stepId: string, time: number): string =>
  time === 0 ? stepId : `${stepId}, time ${time + 1}`;

function unresolvedSteps(
  subject: NoticeSketch['subject'],
  step: StepResult,
  occurrence: string,
): NoticeSketch[] {
  const items = (step.items ?? []).filter(({ isUnresolved }) => isUnresolved === true);
  if (step.isUnresolved !== true && items.length === 0) return [];
  const which = items.length === 0 ? `a trigger of step ${step.id}` : `triggers of step ${step.id}`;
  return [
    {
      kind: 'unresolved',
      subject,
      title: `It is not known whether ${which} started ${items.length === 0 ? 'a run' : `${items.length} runs`}`,
      evidence: [
        ...factsOf(['step', step.id], ['why', items.length === 0 ? step.reason : null]),
        ...firstFacts(
          items.map(({ key, reason }) => ({ name: `item ${key}`, value: reason ?? '' })),
          SHOWN,
        ),
      ],
      occurrence,
    },
  ];
}

/** What is told of a step that begins to wait for a decision. `until`: ISO 8601 with zone; null: there is no limit. */
export const approvalNotice = (
  { name, workflowId }: { name: string; workflowId: string },
  stepId: string,
  { message, onTimeout = 'reject' }: Approval,
  { until, time }: { until: string | null; time: number },
): NoticeSketch => ({
  kind: 'approval-wanted',
  subject: pipelineSubject(name),
  title: `Pipeline ${name} waits for approval of step ${stepId}`,
  evidence: factsOf(
    ['step', stepId],
    ['asks', message],
    ['until', until === null ? null : `${until}, then ${onTimeout === 'approve' ? 'approved' : 'rejected'}`],
    ['approve', `ax-tasks pipeline approve ${workflowId} ${stepId}`],
    ['reject', `ax-tasks pipeline reject ${workflowId} ${stepId}`],
  ),
  occurrence: occurrenceOf(stepId, time),
});
