import { z } from 'zod';
import { receiversFile } from './notification/receivers-file.js';
import { pipelineFile } from './pipeline/pipeline-file.js';
import { scheduleFile } from './schedule/schedule-file.js';
import { taskFile } from './task/task-file.js';

type JsonSchema = Record<string, unknown>;

/** The JSON Schema (draft 7) of pipeline files, for editors. */
export const pipelineJsonSchema = (): JsonSchema => {
  const schema: JsonSchema = z.toJSONSchema(pipelineFile, { target: 'draft-07', io: 'input' });
  return { ...(withExpressions(schema) as JsonSchema), title: 'ax-tasks pipeline' };
};

/** The JSON Schema (draft 7) of task files, for editors. */
export const taskJsonSchema = (): JsonSchema => {
  const made: JsonSchema = z.toJSONSchema(taskFile, { target: 'draft-07', io: 'input' });
  const { task } = made['definitions'] as Record<string, JsonSchema>;
  return { $schema: made['$schema'], ...task, title: 'ax-tasks task' };
};

/** The JSON Schema (draft 7) of schedule files, for editors. */
export const scheduleJsonSchema = (): JsonSchema => {
  const schema: JsonSchema = z.toJSONSchema(scheduleFile, { target: 'draft-07', io: 'input' });
  return { ...schema, title: 'ax-tasks schedule' };
};

/** The JSON Schema (draft 7) of the file of a worker's receivers, for editors. */
export const receiversJsonSchema = (): JsonSchema => {
  const schema: JsonSchema = z.toJSONSchema(receiversFile, { target: 'draft-07', io: 'input' });
  return { ...schema, title: 'ax-tasks receivers' };
};

const EXPRESSION = { $ref: '#/definitions/expression' };

/** Allows an expression of inputs wherever a file accepts a number, a word or a list. */
function withExpressions(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withExpressions);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([name, value]): [string, unknown] => {
    if (name === 'properties') return [name, mapValues(value as JsonSchema, orExpression)];
    if (name === 'items' || name === 'additionalProperties') return [name, orExpression(value)];
    return [name, KEPT.has(name) ? value : withExpressions(value)];
  });
  return Object.fromEntries(entries);
}

// These are not schemas although they look like some, or belong to fields that accept no expressions.
const KEPT = new Set(['examples', 'default', 'enum', 'const', 'propertyNames', 'required', 'expression']);
const WITHOUT = new Set(['version', 'id', 'steps', 'finally']);

const mapValues = (members: JsonSchema, map: (value: unknown, name: string) => unknown): JsonSchema =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, map(value, name)]));

function orExpression(schema: unknown, name = ''): unknown {
  if (name === 'inputs') return schema;
  const inner = withExpressions(schema);
  if (!isOtherThanText(inner) || WITHOUT.has(name)) return inner;
  const { description, examples, title, ...rest } = inner as JsonSchema;
  const about = Object.entries({ title, description, examples }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(about), anyOf: [rest, EXPRESSION] };
}

function isOtherThanText(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  const { type, enum: words, pattern } = schema as JsonSchema;
  if (['integer', 'number', 'boolean', 'array'].includes(String(type)) || words !== undefined) return true;
  return type === 'string' && typeof pattern === 'string';
}
