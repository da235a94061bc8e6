import { z } from 'zod';
import type {
  Dataset,
  EvaluatorVersion,
  Experiment,
  Space,
  SpaceResource,
} from '../../model/api/resources.js';
import { maybeText } from './parts.js';

const named = { id: z.string().min(1), name: z.string() };

export const spaceSchema: z.ZodType<Space> = z.looseObject(named).transform(({ id, name }) => ({ id, name }));

const spaceResource = z.looseObject({
  ...named,
  space_id: maybeText,
  type: maybeText,
  project_type: maybeText,
});

/** Projects, datasets, evaluators and integrations (contract section 1.4). */
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

export const evaluatorVersionSchema: z.ZodType<EvaluatorVersion> = z
  .looseObject({
    id: z.string().min(1),
    commit_hash: maybeText,
    commit_message: maybeText,
    created_at: maybeText,
  })
  .transform((wire) => ({
    id: wire.id,
    commitHash: wire.commit_hash,
    commitMessage: wire.commit_message,
    createdAt: wire.created_at,
  }));

export const experimentSchema: z.ZodType<Experiment> = z
  .looseObject({ ...named, space_id: maybeText, dataset_id: maybeText })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    spaceId: wire.space_id,
    datasetId: wire.dataset_id,
  }));
