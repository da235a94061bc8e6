import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { RESULT_MEMO } from '../../src/model/temporal/memos.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import type { Json } from '../../src/model/base/json.js';
import type { ResultDocument } from '../../src/model/pipeline/result-document.js';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import { resultJsonSchema } from '../../src/files/result/result-json-schema.js';
import { resultDocument } from '../../src/files/result/result-document.js';
import { recordedHistories, workflowTypeOf } from '../replay/histories.js';
import { NIGHTLY } from '../report/support/documents.js';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
// With all members required: an optional one that only one side has would fit the other.
type Whole<T> = Json extends T ? 'json' : T extends object ? { [K in keyof T]-?: Whole<T[K]> } : T;
type Written = z.infer<typeof resultDocument>;
// Does not compile where the schema and the model say different things.
const isSame: [Same<Written, ResultDocument>, Same<Whole<Written>, Whole<ResultDocument>>] = [true, true];

const committed: unknown = JSON.parse(
  readFileSync(new URL('../../schema/result.schema.json', import.meta.url), 'utf8'),
);

describe('the JSON Schema of results', () => {
  test('the committed file is current (else: npm run emit-schema), and says what the types say', () => {
    expect(committed).toEqual(resultJsonSchema());
    expect(isSame).toEqual([true, true]);
  });

  test('is draft 7 and names its parts', () => {
    const { $schema, definitions } = resultJsonSchema();
    expect($schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(Object.keys(definitions as object)).toEqual(
      expect.arrayContaining(['PipelineResult', 'StepResult', 'GateResult', 'RunResult']),
    );
  });

  test('knows every member of a result with all that a pipeline can have', () => {
    expect(resultDocument.parse(NIGHTLY)).toEqual(NIGHTLY);
  });

  test('knows no member that we do not write', () => {
    expect(resultDocument.safeParse({ ...NIGHTLY, more: 1 }).success).toBe(false);
  });
});

describe('a result that an earlier version wrote fits', () => {
  const results = recordedHistories().flatMap((recorded) =>
    resultsIn(recorded).map((result) => ({ name: recorded.name, result })),
  );

  test('there are some of pipelines and of runs, also of cancelled ones', () => {
    const names = results.map(({ name }) => name).join(' ');
    for (const part of ['run-pipeline.chain', 'run-pipeline.cancelled', 'run-task.created', 'wait-for-run'])
      expect(names).toContain(part);
  });

  test.each(results)('$name', ({ result }) => {
    expect(resultDocument.safeParse(documentOf(result)).error).toBeUndefined();
  });
});

type Recorded = ReturnType<typeof recordedHistories>[number];

const WITH_RESULT: readonly string[] = [WORKFLOWS.runPipeline, WORKFLOWS.runTask, WORKFLOWS.waitForRun];

interface Payloads {
  payloads?: { data: string }[];
}

interface EndEvent {
  workflowExecutionCompletedEventAttributes?: { result?: Payloads };
  workflowPropertiesModifiedEventAttributes?: {
    upsertedMemo: { fields?: Record<string, { data?: string }> };
  };
}

/** What the workflow returned, and what it left in its memo. */
function resultsIn(recorded: Recorded): (RunResult | PipelineResult)[] {
  if (!WITH_RESULT.includes(workflowTypeOf(recorded) ?? '')) return [];
  return (recorded.history.events as EndEvent[])
    .flatMap((event) => [
      ...(event.workflowExecutionCompletedEventAttributes?.result?.payloads ?? []),
      event.workflowPropertiesModifiedEventAttributes?.upsertedMemo.fields?.[RESULT_MEMO],
    ])
    .flatMap((payload) => (payload?.data === undefined ? [] : [payload.data]))
    .map((data) => JSON.parse(Buffer.from(data, 'base64').toString()) as RunResult | PipelineResult);
}

function documentOf(result: RunResult | PipelineResult): unknown {
  const place = {
    workflowId: 'ax-run/x/1',
    uiUrl: null,
    status: 'COMPLETED',
    startedAt: '2026-11-21T12:00:00Z',
    endedAt: null,
  };
  return 'steps' in result
    ? { version: 1, kind: 'pipeline', data: { ...place, result } }
    : { version: 1, kind: 'run', data: { ...place, runId: result.runId, result } };
}
