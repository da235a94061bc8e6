import {
  AlwaysOffSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { WorkflowInfo } from '@temporalio/workflow';
import { expect, test } from 'vitest';
import { executionIds, workerTraces } from '../../src/traces.js';

const RUN = '01a22d11-cbc1-7d1e-8562-8f2c4134ed74';
const info = {
  workflowId: 'w',
  workflowType: 'runTask',
  runId: RUN,
  runStartTime: new Date(1_795_968_000_000),
} as WorkflowInfo;
const ENDED = {
  traceparent: null,
  end: 'completed',
  failure: null,
  endedMs: 1_795_968_060_000,
  taskId: 'T1',
  axRunId: 'R1',
} as const;

test('a provider with IDs of its own is refused, since workers would name the span of a workflow otherwise', () => {
  expect(() => workerTraces(new TracerProvider())).toThrow(
    new TypeError(
      'the tracer provider needs `idGenerator: executionIds`, which names the spans of workflows',
    ),
  );
});

test('a workflow’s span has the times of the workflow and the IDs of its execution', async () => {
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor({ exporter })];
  const { sinks } = workerTraces(new TracerProvider({ idGenerator: executionIds, spanProcessors }));
  await sinks.axTraces.ended.fn(info, ENDED);
  await sinks.axTraces.ended.fn(info, { ...ENDED, end: 'failed', failure: 'AxNotFound' });
  const [good, failed] = exporter.getFinishedSpans();
  expect(good?.spanContext()).toMatchObject({ traceId: RUN.replaceAll('-', ''), spanId: '85628f2c4134ed74' });
  expect([good?.startTime, good?.endTime]).toEqual([
    [1_795_968_000, 0],
    [1_795_968_060, 0],
  ]);
  expect(good?.attributes).toMatchObject({ 'ax.run.id': 'R1', 'temporal.workflow.end': 'completed' });
  expect(failed?.attributes['error.type']).toBe('AxNotFound');
});

test('what the sampler leaves out is not recorded', async () => {
  const exporter = new InMemorySpanExporter();
  const { sinks } = workerTraces(
    new TracerProvider({
      idGenerator: executionIds,
      sampler: new AlwaysOffSampler(),
      spanProcessors: [new SimpleSpanProcessor({ exporter })],
    }),
  );
  await sinks.axTraces.ended.fn(info, ENDED);
  expect(exporter.getFinishedSpans()).toEqual([]);
});
