import { z } from 'zod';
import type { SpecPath } from './finding.js';
import type { MappingAt } from './describe-issue.js';

/** Names the mappings of a kind of file by their place: each has its noun as `title` in the schema. */
export const mappingsOf =
  (root: z.ZodType): MappingAt =>
  (path) => {
    const found = mappingAt(root, path);
    const noun = found?.meta()?.title ?? 'mapping';
    return { noun: withArticle(noun), members: found === null ? [] : Object.keys(found.shape) };
  };

const withArticle = (noun: string): string => {
  if (/filters$|[A-Z]/.test(noun)) return noun;
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`;
};

function mappingAt(schema: unknown, path: SpecPath): z.ZodObject | null {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return mappingAt(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodUnion) {
    const found = schema.options.map((option) => mappingAt(option, path));
    return found.find((mapping) => mapping !== null) ?? null;
  }
  const [first, ...rest] = path;
  if (schema instanceof z.ZodObject)
    return first === undefined ? schema : mappingAt(schema.shape[first], rest);
  if (first === undefined) return null;
  if (schema instanceof z.ZodArray) return mappingAt(schema.element, rest);
  return schema instanceof z.ZodRecord ? mappingAt(schema.valueType, rest) : null;
}
