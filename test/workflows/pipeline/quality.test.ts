import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../../../src/model/pipeline/plan.js';
import { unpackQuality } from '../../../src/model/quality/kept/pack-quality.js';
import type { PackedQuality } from '../../../src/model/quality/kept/pack-quality.js';
import { QUALITY_QUERIES } from '../../../src/model/quality/kept/quality-messages.js';
import { qualityMonthWorkflowId } from '../../../src/model/temporal/names.js';
import { step } from '../../support/step.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { plan, run, stepOf } from './pipelines.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig();
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const WINDOW = { dataStartTime: '2026-09-01T00:00:00.000Z', dataEndTime: '2026-09-01T06:00:00.000Z' };
const [startMs, endMs] = [Date.parse(WINDOW.dataStartTime), Date.parse(WINDOW.dataEndTime)];
const evaluation = (more: Partial<Step> = {}): Step =>
  step('relevance', { task: 'fresh-relevance', space: 'research', trigger: WINDOW, ...more });

const searches = (): number =>
  rig.simulator.journal().requests.filter(({ path }) => path === '/v2/spans').length;

describe('a step that evaluated a project', () => {
  test('has what its evaluations said, exactly as the service has it, and keeps it', async () => {
    rig.simulator.setScores({ evaluation: 'relevance', scores: [0.25, 0.75, 1] });
    const { result, quality } = stepOf(await run(rig, plan([evaluation()])), 'relevance');
    const project = 'support-bot';
    const record = rig.simulator.spans(project, startMs, endMs);
    const ours = record.flatMap(({ evaluations }) =>
      evaluations.filter(({ runId }) => runId === result?.runId),
    );
    const scores = ours.flatMap(({ score }) => (typeof score === 'number' ? [score] : []));
    const [relevance] = quality?.evaluations ?? [];
    expect(quality).toMatchObject({ window: WINDOW, isSample: false });
    expect(relevance).toMatchObject({ name: 'relevance', attributedBy: 'run' });
    expect(relevance?.summary).toMatchObject({ evaluated: ours.length, count: scores.length });
    expect(relevance?.summary.mean).toBeCloseTo(scores.reduce((sum, each) => sum + each, 0) / scores.length);
    const month = rig.env.client.workflow.getHandle(qualityMonthWorkflowId(result?.taskId ?? '', '2026-09'));
    const [kept] = unpackQuality(await month.query<PackedQuality>(QUALITY_QUERIES.windows));
    expect(kept).toMatchObject({ startMs, endMs, runId: result?.runId, spans: quality?.spans });
    expect(kept?.evaluations['relevance']).toEqual(relevance?.summary);
  });

  test('reads no spans if the file says so, and has nothing if its run found nothing', async () => {
    const { quality } = stepOf(await run(rig, plan([evaluation({ quality: false })])), 'relevance');
    expect([quality, searches()]).toEqual([undefined, 0]);
    rig.simulator.addBehaviour({ outcome: 'empty' });
    const empty = stepOf(await run(rig, plan([evaluation({ allowEmpty: true })])), 'relevance');
    expect([empty.state, empty.quality]).toEqual(['succeeded', undefined]);
  });

  test('succeeds without it if the spans cannot be read', async () => {
    rig.simulator.addFault({
      match: { path: '/v2/spans' },
      answer: { kind: 'respond', status: 403, body: {} },
      times: 'always',
    });
    const { state, quality } = stepOf(await run(rig, plan([evaluation()])), 'relevance');
    expect([state, quality]).toEqual(['succeeded', undefined]);
  });
});
