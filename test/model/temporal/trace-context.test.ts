import { describe, expect, test } from 'vitest';
import {
  idsOfExecution,
  taskAndRunOf,
  traceContextOf,
  traceparentOf,
} from '../../../src/model/temporal/trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('traceparent', () => {
  test.each(['01', '00'])('is read and written with the flags %s', (flags) => {
    const text = `00-${TRACE}-${SPAN}-${flags}`;
    const context = traceContextOf(text);
    expect(context).toEqual({ traceId: TRACE, spanId: SPAN, isSampled: flags === '01' });
    expect(context && traceparentOf(context)).toBe(text);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an object', {}],
    ['another version', `01-${TRACE}-${SPAN}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['more behind it', `00-${TRACE}-${SPAN}-01-what`],
  ])('is not read from %s', (_what, text) => {
    expect(traceContextOf(text)).toBeNull();
  });
});

test('an execution has the same trace and span on every worker', () => {
  const runId = '01a22d11-cbc1-7d1e-8562-8f2c4134ed74';
  expect(idsOfExecution(runId)).toEqual({
    traceId: '01a22d11cbc17d1e85628f2c4134ed74',
    spanId: '85628f2c4134ed74',
  });
  expect(idsOfExecution('no-uuid')).toBeNull();
});

describe('the task and the run that values are about', () => {
  test.each([
    ['a request and its answer', [{ task: { id: 'T1' } }, { runId: 'VGFzaw==' }], 'T1', 'VGFzaw=='],
    ['a wait for one run', [{ taskId: 'T1', runIds: ['R1'] }], 'T1', 'R1'],
    ['a wait for several', [{ taskId: 'T1', runIds: ['R1', 'R2'] }], 'T1', null],
    ['a task by its name', [{ task: 'nightly' }], null, null],
    ['something else by that name', [{ runId: 'what a span said' }], null, null],
    ['no object', ['text', 5, null, undefined], null, null],
  ])('%s', (_what, values, taskId, axRunId) => {
    expect(taskAndRunOf(...values)).toEqual({ taskId, axRunId });
  });
});
