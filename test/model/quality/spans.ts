import type { Span, SpanAnnotation, SpanEvaluation } from '../../../src/model/api/span.js';
import type { SpanQuestion } from '../../../src/model/quality/span-question.js';

export const idOf = (text: string): string => Buffer.from(text).toString('base64');

export const TASK_ID = idOf('OnlineTask:45:qRwX');
export const RUN_ID = idOf('TaskRun:99:abcd');
export const OTHER_RUN_ID = idOf('TaskRun:100:abcd');

export const START_MS = Date.parse('2026-11-01T00:00:00Z');

export const question = (members: Partial<SpanQuestion> = {}): SpanQuestion => ({
  ...{ projectId: idOf('Model:2:qRwX'), startMs: START_MS, endMs: START_MS + 3_600_000, filter: null },
  ...{ evaluations: ['relevance'], annotations: [], pairs: [], groupBy: null, taskId: null, runIds: [] },
  maxRequests: 200,
  ...members,
});

export const evaluation = (members: Partial<SpanEvaluation> = {}): SpanEvaluation => ({
  ...{ name: 'relevance', score: null, label: null, explanation: null, metadata: null, misfits: {} },
  ...members,
});

export const annotation = (members: Partial<SpanAnnotation> = {}): SpanAnnotation => ({
  ...{ name: 'relevance', score: null, label: null, misfits: {} },
  ...members,
});

export const spanAt = (nth: number, members: Partial<Span> = {}): Span => ({
  ...{ traceId: `trace-${nth}`, spanId: `span-${nth}`, kind: 'LLM', parentId: null, statusCode: 'OK' },
  startedAt: new Date(START_MS + nth).toISOString(),
  ...{ latencyMs: 1, attributes: {}, evaluations: [], annotations: [] },
  ...members,
});
