import { z } from 'zod';
import type { DatasetExample, ExperimentRun, RunEvaluation } from '../../model/api/resources.js';
import { maybeText, membersBeside } from './parts.js';

const EVALUATION = /^eval\.(.+)\.(score|label|explanation)$/s;
const EXAMPLE_ID = new Set(['id', '__proto__']);

/** One example of a dataset: an id and whatever fields the dataset has. */
export const datasetExampleSchema: z.ZodType<DatasetExample> = z
  .looseObject({ id: z.string() })
  .transform((wire) => ({ id: wire.id, fields: membersBeside(wire, EXAMPLE_ID) }));

const experimentRun = z.looseObject({
  id: z.string(),
  example_id: maybeText,
  output: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** One run of an experiment; evaluations stand on it as flat members (contract section 1.4). */
export const experimentRunSchema: z.ZodType<ExperimentRun> = experimentRun.transform((wire) => ({
  id: wire.id,
  exampleId: wire.example_id,
  output: asText(wire.output),
  error: asText(wire.error),
  evaluations: evaluationsOf(wire),
}));

function evaluationsOf(wire: Record<string, unknown>): RunEvaluation[] {
  const byName = new Map<string, RunEvaluation>();
  for (const [member, value] of Object.entries(wire)) {
    const [, name, part] = EVALUATION.exec(member) ?? [];
    if (name === undefined) continue;
    const evaluation = byName.get(name) ?? { name, score: null, label: null, explanation: null };
    byName.set(name, evaluation);
    if (part === 'score') evaluation.score = typeof value === 'number' ? value : null;
    if (part === 'label') evaluation.label = asText(value);
    if (part === 'explanation') evaluation.explanation = asText(value);
  }
  return [...byName.values()];
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
