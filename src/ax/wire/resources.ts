import { z } from 'zod';
import type {
  Dataset,
  DatasetExample,
  EvaluatorVersion,
  Experiment,
  ExperimentRun,
  RunEvaluation,
  Space,
  SpaceResource,
} from '../../model/api/resources.js';
import { readLabel, readScore } from './judged.js';
import { maybeText, membersBeside } from './parts.js';

const named = { id: z.string().min(1), name: z.string() };

export const spaceSchema: z.ZodType<Space> = z.looseObject(named).transform(({ id, name }) => ({ id, name }));

const spaceResource = z.looseObject({
  ...named,
  space_id: maybeText,
  type: maybeText,
  project_type: maybeText,
});

/** Projects, datasets, evaluators and integrations (docs/api-contract.md 1.4). */
export const spaceResourceSchema: z.ZodType<SpaceResource> = spaceResource.transform(toSpaceResource);

function toSpaceResource(wire: z.output<typeof spaceResource>): SpaceResource {
  const type = wire.type ?? wire.project_type;
  return { id: wire.id, name: wire.name, spaceId: wire.space_id, type: type?.toUpperCase() ?? null };
}

const datasetVersion = z
  .looseObject({ id: z.string(), name: maybeText, created_at: maybeText })
  .transform((wire) => ({ id: wire.id, name: wire.name ?? '', createdAt: wire.created_at }));

export const datasetSchema: z.ZodType<Dataset> = spaceResource
  .extend({ versions: z.array(datasetVersion).nullish() })
  .transform((wire) => ({ ...toSpaceResource(wire), versions: wire.versions ?? [] }));

// An unreadable configuration tells nothing, and fails nothing.
const evaluatorConfig = z.looseObject({ name: maybeText }).nullish().catch(null);

export const evaluatorVersionSchema: z.ZodType<EvaluatorVersion> = z
  .looseObject({
    id: z.string().min(1),
    commit_hash: maybeText,
    commit_message: maybeText,
    created_at: maybeText,
    template_config: evaluatorConfig,
    code_config: evaluatorConfig,
  })
  .transform((wire) => ({
    id: wire.id,
    commitHash: wire.commit_hash,
    commitMessage: wire.commit_message,
    createdAt: wire.created_at,
    evaluation: wire.template_config?.name ?? wire.code_config?.name ?? null,
  }));

export const experimentSchema: z.ZodType<Experiment> = z
  .looseObject({ ...named, space_id: maybeText, dataset_id: maybeText, created_at: maybeText })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    spaceId: wire.space_id,
    datasetId: wire.dataset_id,
    createdAt: wire.created_at,
  }));

const EVALUATION = /^eval\.(.+)\.(score|label|explanation)$/s;
const EXAMPLE_ID = new Set(['id', '__proto__']);

/** One example of a dataset: an id and the dataset's own fields. */
export const datasetExampleSchema: z.ZodType<DatasetExample> = z
  .looseObject({ id: z.string() })
  .transform((wire) => ({ id: wire.id, fields: membersBeside(wire, EXAMPLE_ID) }));

const experimentRun = z.looseObject({
  id: z.string(),
  example_id: maybeText,
  output: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** One run of an experiment, with its evaluations as flat members (docs/api-contract.md 1.4). */
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
    const evaluation = byName.get(name) ?? {
      ...{ name, score: null, label: null, explanation: null },
      misfits: {},
    };
    byName.set(name, evaluation);
    if (part === 'score') readScore(evaluation, value);
    if (part === 'label') readLabel(evaluation, value);
    if (part === 'explanation') evaluation.explanation = asText(value);
  }
  return [...byName.values()];
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
