import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  pipelineJsonSchema,
  receiversJsonSchema,
  scheduleJsonSchema,
  taskJsonSchema,
} from '../../src/files/json-schemas.js';

const committed = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8'));

interface Schema {
  definitions: { step: { properties: Record<string, unknown> } };
}

const members = (): Record<string, unknown> =>
  (pipelineJsonSchema() as unknown as Schema).definitions.step.properties;

describe('the JSON Schemas of files', () => {
  test.each([
    ['pipeline.schema.json', pipelineJsonSchema],
    ['task.schema.json', taskJsonSchema],
    ['schedule.schema.json', scheduleJsonSchema],
    ['receivers.schema.json', receiversJsonSchema],
  ])('the committed %s is current (else: npm run emit-schema)', (name, made) => {
    expect(committed(name)).toEqual(JSON.parse(JSON.stringify(made())));
  });

  test.each([
    ['pipelines', pipelineJsonSchema(), ['version', 'name', 'steps']],
    ['tasks', taskJsonSchema(), ['name', 'type']],
    ['schedules', scheduleJsonSchema(), ['version', 'name', 'schedule']],
    ['receivers', receiversJsonSchema(), ['receivers']],
  ])('that of %s is draft 7, which editors read, and closed to unknown members', (_, schema, required) => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      additionalProperties: false,
      required,
    });
  });

  test('take an expression wherever they take a number, a word or a list', () => {
    const expression = { $ref: '#/definitions/expression' };
    expect(members()['maxSpans']).toMatchObject({ anyOf: [expression, { type: 'integer', minimum: 1 }] });
    expect(members()['onTimeout']).toMatchObject({
      anyOf: [{ enum: ['cancel', 'detach', 'extend'] }, expression],
    });
    expect(members()['exampleIds']).toMatchObject({ anyOf: [expression, { type: 'array' }] });
    expect(members()['id']).toMatchObject({ type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]*$' });
  });

  test('say what each member of a step is for', () => {
    const bare = Object.entries(members()).filter(
      ([, schema]) => !JSON.stringify(schema).includes('description'),
    );
    expect(bare.map(([name]) => name)).toEqual(['id', 'queryFilter', 'datasetVersionId']);
  });
});
