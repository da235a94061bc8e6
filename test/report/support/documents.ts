import type { CheckResult, ScoreSummary } from '../../../src/model/gate/evidence.js';
import type { PipelineDocument, RunDocument } from '../../../src/model/pipeline/result-document.js';
import type { ItemResult, PipelineResult, StepResult } from '../../../src/model/pipeline/results.js';
import type { RunResult } from '../../../src/model/run/run-result.js';

const at = (minute: number, second = 0): string =>
  new Date(Date.UTC(2026, 10, 21, 12, minute, second)).toISOString();

/** The result of a run that took from one minute to another. */
const runResult = (from: number, to: number, more: Partial<RunResult> = {}): RunResult => ({
  taskId: 'VGFzazox',
  taskName: 'generate-answers',
  runId: `VGFza1J1bjo${from}`,
  run: {
    runId: `VGFza1J1bjo${from}`,
    taskId: 'VGFzazox',
    status: 'COMPLETED',
    counts: { successes: 118, errors: 2, skipped: 0 },
    experimentId: 'RXhwOjE=',
    failureReason: null,
    dataStartTime: null,
    dataEndTime: null,
    createdAt: at(from, 10),
    startedAt: at(from, 20),
    finishedAt: at(to),
  },
  experimentId: 'RXhwOjE=',
  experimentName: 'nightly-42',
  window: null,
  outcome: { kind: 'succeeded-with-errors', errorShare: 2 / 120, reason: null },
  verdict: 'good',
  provenance: { how: 'created', posts: 1, candidates: [] },
  ...more,
});

const scores = (mean: number, histogram: number[]): ScoreSummary => ({
  count: histogram.reduce((sum, n) => sum + n, 0),
  runs: 120,
  mean,
  median: mean + 0.02,
  min: 0.1,
  max: 1,
  labels: { relevant: 0.8, irrelevant: 0.2 },
  histogram,
});

const meanCheck: CheckResult = {
  check: {
    measure: 'meanScore',
    of: ['score'],
    evaluation: 'relevance',
    min: 0.7,
    warnBelow: 0.85,
    baseline: { kind: 'previous' },
    maxDrop: 0.05,
    significance: 0.05,
  },
  answer: 'fail',
  reason: 'mean 0.7512 is 0.08 lower than the previous run (p = 0.003), at most 0.05 is allowed',
  value: 0.7512,
  samples: 118,
  source: { experimentIds: ['RXhwOjE='], runIds: ['VGFza1J1bjo2'] },
  scores: scores(0.7512, [2, 4, 3, 5, 9, 12, 20, 30, 23, 10]),
  baseline: {
    value: 0.8312,
    samples: 117,
    difference: -0.08,
    pValue: 0.003,
    test: 'permutation test of the means, 9,999 permutations',
    source: { experimentIds: ['RXhwOjA='], runIds: [], workflowId: 'ax-pipeline/nightly/before' },
    scores: scores(0.8312, [1, 1, 2, 3, 5, 9, 18, 31, 33, 14]),
  },
};

const shareCheck: CheckResult = {
  check: { measure: 'errorShare', of: ['answer'], max: 0.05, warnAbove: 0.01 },
  answer: 'warn',
  reason: '1.7% errors, warns above 1%',
  value: 2 / 120,
  samples: 120,
  source: { experimentIds: [], runIds: ['VGFza1J1bjow'] },
};

const noEvidence: CheckResult = {
  check: { measure: 'labelShare', of: ['score'], evaluation: 'tone', label: 'polite', min: 0.9 },
  answer: 'fail',
  reason: 'no run has a label of tone',
  value: null,
  samples: 0,
  source: { experimentIds: ['RXhwOjE='], runIds: [] },
};

export const item = (index: number, more: Partial<ItemResult> = {}): ItemResult => ({
  key: `model-${index}`,
  value: { model: `model-${index}` },
  state: 'succeeded',
  reason: null,
  outcome: 'succeeded',
  runId: `VGFza1J1bjoxMDA${index}`,
  experimentId: `RXhwOjEwMD${index}`,
  counts: { successes: 24, errors: 0, skipped: 0 },
  attempts: 1,
  startedAt: at(2 + (index % 5)),
  endedAt: at(4 + (index % 9)),
  ...more,
});

const STEPS: StepResult[] = [
  {
    id: 'answer',
    state: 'succeeded',
    reason: null,
    kind: 'run',
    result: runResult(0, 4),
    attempts: 2,
    startedAt: at(0),
    endedAt: at(4, 5),
    experimentIds: ['RXhwOjE='],
    gate: { answer: 'warn', checks: [shareCheck] },
    outputs: { rows: 120, name: 'nightly-42' },
  },
  {
    id: 'models',
    state: 'failed',
    reason: '2 of 12 items failed',
    kind: 'run',
    result: null,
    attempts: 1,
    startedAt: at(2),
    endedAt: at(12),
    isIgnored: true,
    items: Array.from({ length: 12 }, (_, index) =>
      index === 3 || index === 7
        ? item(index, { state: 'failed', outcome: 'failed', reason: 'The run stopped on an internal error.' })
        : item(index),
    ),
  },
  {
    id: 'score',
    state: 'failed',
    reason: 'its gate failed',
    kind: 'run',
    result: runResult(6, 11),
    attempts: 1,
    startedAt: at(4, 30),
    endedAt: at(11, 10),
    gate: { answer: 'fail', checks: [meanCheck, noEvidence] },
  },
  {
    id: 'release',
    state: 'skipped',
    reason: 'step score failed',
    kind: 'approval',
    result: null,
    attempts: 0,
    startedAt: null,
    endedAt: null,
  },
  {
    id: 'sign-off',
    state: 'succeeded',
    reason: null,
    kind: 'approval',
    result: null,
    attempts: 0,
    startedAt: at(11, 10),
    endedAt: at(13),
    approval: { decision: 'approved', by: 'ann', reason: 'known regression', at: at(13) },
  },
  {
    id: 'task',
    state: 'succeeded',
    reason: null,
    kind: 'ensure',
    result: null,
    attempts: 0,
    startedAt: at(0),
    endedAt: at(0, 3),
    ensured: { taskId: 'VGFzazo5', action: 'updated' },
    isKept: true,
  },
];

export const documentOf = (result: Partial<PipelineResult>): PipelineDocument => ({
  version: 1,
  kind: 'pipeline',
  data: {
    workflowId: 'ax-pipeline/nightly/0f3c',
    uiUrl: 'http://localhost:8233/namespaces/default/workflows/ax-pipeline%2Fnightly%2F0f3c',
    status: 'COMPLETED',
    startedAt: at(0),
    endedAt: at(13, 30),
    result: {
      name: 'nightly',
      verdict: 'failed',
      steps: STEPS,
      workflowId: 'ax-pipeline/nightly/0f3c',
      startedAt: at(0),
      endedAt: at(13, 30),
      labels: {},
      inputs: {},
      outputs: {},
      ...result,
    },
  },
});

/** A pipeline with all that a pipeline can have. */
export const NIGHTLY: PipelineDocument = documentOf({
  labels: { team: 'search' },
  inputs: { date: '2026-11-20', models: ['a', 'b'] },
  outputs: { mean: 0.7512 },
  rerunOf: { workflowId: 'ax-pipeline/nightly/0f3b', executionId: '11d1' },
});

/** A fan-out as wide as there may be. */
export const WIDE: PipelineDocument = documentOf({
  steps: [
    {
      id: 'models',
      state: 'failed',
      reason: null,
      kind: 'run',
      result: null,
      attempts: 1,
      startedAt: at(2),
      endedAt: at(12),
      items: Array.from({ length: 1000 }, (_, index) =>
        index % 40 === 3
          ? item(index, { state: 'failed', outcome: 'failed', reason: 'The run stopped. '.repeat(40) })
          : item(index),
      ),
    },
  ],
});

export const RUN: RunDocument = {
  version: 1,
  kind: 'run',
  data: {
    workflowId: 'ax-run/x/1',
    uiUrl: null,
    status: 'COMPLETED',
    startedAt: at(0),
    endedAt: at(4, 5),
    runId: 'VGFza1J1bjow',
    result: runResult(0, 4),
  },
};

export const HOSTILE =
  '</title></style></svg><script>alert("1")</script>\'"&]]>|`*_[x](http://evil.example)\u0000\u0007\u202e\ud800\n::error::x';

/** A pipeline in which every text is one that would do harm if it were not escaped. */
export const HOSTILE_DOCUMENT: PipelineDocument = withTexts(NIGHTLY, HOSTILE);

/** The same document with every free text replaced. */
export function withTexts(document: PipelineDocument, text: string): PipelineDocument {
  const free =
    /^(id|reason|name|taskName|key|value|model|team|date|by|label|evaluation|of|test|experimentName|workflowId|runId|experimentIds)$/;
  const isFixed = /^\d{4}-|^(run|ensure|approval|gate|activity|previous)$/;
  const replaced = JSON.stringify(document, (name, value: unknown) => {
    if (typeof value === 'string' && free.test(name) && !isFixed.test(value)) return text;
    if (Array.isArray(value) && (name === 'of' || name === 'experimentIds')) return value.map(() => text);
    return value;
  });
  return JSON.parse(replaced) as PipelineDocument;
}
