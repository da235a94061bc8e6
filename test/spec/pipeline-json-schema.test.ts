import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pipelineJsonSchema } from '../../src/spec/pipeline-json-schema.js';

const committed: unknown = JSON.parse(
  readFileSync(new URL('../../schema/pipeline.schema.json', import.meta.url), 'utf8'),
);

describe('the JSON Schema of pipeline files', () => {
  test('the committed file is current (else: npm run emit-schema)', () => {
    expect(committed).toEqual(pipelineJsonSchema());
  });

  test('is draft 7, which editors read, and closed to unknown members', () => {
    const schema = pipelineJsonSchema();
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      additionalProperties: false,
      required: ['version', 'name', 'steps'],
    });
  });

  test('describes counts as integers and step ids by pattern', () => {
    const steps = JSON.stringify(pipelineJsonSchema());
    expect(steps).toContain('"maxSpans":{"type":"integer","minimum":1}');
    expect(steps).toContain('^[A-Za-z][A-Za-z0-9_-]*$');
  });
});
