import { z } from 'zod';
import { NAMED_KINDS } from '../../model/api/requests.js';
import type {
  ListEvaluatorVersionsRequest,
  ListExperimentsRequest,
  ListIntegrationsRequest,
  ListResourcesRequest,
  NamedKind,
  NameResourcesRequest,
} from '../../model/api/requests.js';
import type {
  EvaluatorVersion,
  Experiment,
  Page,
  ResourceName,
  Space,
  SpaceResource,
} from '../../model/api/resources.js';
import { isAxError } from '../base/errors.js';
import { check, namesNeedSpace } from '../checks/check.js';
import { ids } from '../checks/fields.js';
import { quoted } from '../base/texts.js';
import type { AxContext } from '../http/transport.js';
import type { ApiCallOptions } from '../http/call.js';
import { path } from '../http/call.js';
import { DEFAULT_LIMIT, LIST_REQUESTS } from '../requests/lists.js';
import {
  DATASETS,
  EVALUATORS,
  EXPERIMENTS,
  fetchPage,
  INTEGRATIONS,
  PROJECTS,
  SPACES,
  TASKS,
  type List,
} from '../resolve/lists.js';
import { LookUp } from '../resolve/look-up.js';
import { pageOf } from '../wire/pages.js';
import { evaluatorVersionSchema } from '../wire/resources.js';
import { maybeText } from '../wire/parts.js';
import { plainId } from '../../model/api/resource-id.js';

/** The spaces that the key may read. A space is not in a space itself, so `space` is refused. */
export async function listSpaces(
  context: AxContext,
  request: ListResourcesRequest,
  options: ApiCallOptions,
): Promise<Page<Space>> {
  check('list spaces', request, LIST_REQUESTS.resources.omit({ space: true }));
  const { name, limit = DEFAULT_LIMIT, cursor } = request;
  return fetchPage(context, SPACES, { name, limit, cursor }, options);
}

/** Projects, datasets, evaluators or AI integrations. */
export async function listResources(
  context: AxContext,
  list: List<SpaceResource>,
  request: ListResourcesRequest,
  options: ApiCallOptions,
): Promise<Page<SpaceResource>> {
  check(`list ${list.noun}s`, request, LIST_REQUESTS.resources);
  return fetchPage(context, list, await spaceQuery(context, request, options), options);
}

/** LLM, agent or evaluator integrations, by `type`; all of them if it is absent. */
export async function listIntegrations(
  context: AxContext,
  request: ListIntegrationsRequest,
  options: ApiCallOptions,
): Promise<Page<SpaceResource>> {
  check('list integrations', request, LIST_REQUESTS.integrations);
  const type = request.type?.toUpperCase();
  return fetchPage(
    context,
    INTEGRATIONS,
    { ...(await spaceQuery(context, request, options)), type },
    options,
  );
}

async function spaceQuery(context: AxContext, request: ListResourcesRequest, options: ApiCallOptions) {
  const { space, name, limit = DEFAULT_LIMIT, cursor } = request;
  const spaceId = space === undefined ? undefined : await new LookUp(context, space, options).spaceId();
  return { space_id: spaceId, name, limit, cursor };
}

const versionPage = pageOf('evaluator_versions', evaluatorVersionSchema);

export async function listEvaluatorVersions(
  context: AxContext,
  request: ListEvaluatorVersionsRequest,
  options: ApiCallOptions,
): Promise<Page<EvaluatorVersion>> {
  const what = `list versions of evaluator ${quoted(request?.evaluator)}`;
  check(
    what,
    request,
    LIST_REQUESTS.evaluatorVersions,
    namesNeedSpace<ListEvaluatorVersionsRequest>('evaluator'),
  );
  const { id } = await new LookUp(context, request.space, options).inSpace(EVALUATORS, request.evaluator);
  const query = { limit: request.limit ?? DEFAULT_LIMIT, cursor: request.cursor };
  const call = {
    what,
    method: 'GET',
    path: path`/v2/evaluators/${id}/versions`,
    query,
    safety: 'safe',
    ...options,
  } as const;
  return context.transport.request(call, versionPage);
}

/** Experiments of a dataset or, if none is given, of a space: the service accepts one of the two (docs/api-contract.md 1.4). */
export async function listExperiments(
  context: AxContext,
  request: ListExperimentsRequest,
  options: ApiCallOptions,
): Promise<Page<Experiment>> {
  check(
    'list experiments',
    request,
    LIST_REQUESTS.experiments,
    namesNeedSpace<ListExperimentsRequest>('dataset'),
  );
  const { dataset, space, name, limit = DEFAULT_LIMIT, cursor } = request;
  const lookUp = new LookUp(context, space, options);
  const scope =
    dataset !== undefined
      ? { dataset_id: (await lookUp.inSpace(DATASETS, dataset)).id }
      : { space_id: space === undefined ? undefined : await lookUp.spaceId() };
  return fetchPage(context, EXPERIMENTS, { ...scope, name, limit, cursor }, options);
}

const LIST_OF: Readonly<Record<NamedKind, { path: string }>> = {
  tasks: TASKS,
  projects: PROJECTS,
  datasets: DATASETS,
  experiments: EXPERIMENTS,
};
const MOST_NAMED = 20;

const idsByKind = z.strictObject({
  tasks: ids.optional(),
  projects: ids.optional(),
  datasets: ids.optional(),
  experiments: ids.optional(),
});

const resourceNameSchema: z.ZodType<ResourceName> = z
  .looseObject({ id: z.string().min(1), name: z.string(), space_id: maybeText })
  .transform(({ id, name, space_id }) => ({ id, name, spaceId: space_id }));

/** The names of the first twenty IDs, with a request for each. What cannot be read is left out. */
export async function nameResources(
  context: AxContext,
  request: NameResourcesRequest,
  options: ApiCallOptions,
): Promise<ResourceName[]> {
  check('name resources', request, idsByKind);
  const wanted = NAMED_KINDS.flatMap((kind) =>
    [...new Set(request[kind]?.map(plainId))].map((id) => ({ id, folder: LIST_OF[kind].path })),
  );
  const named = await Promise.all(
    wanted.slice(0, MOST_NAMED).map(({ id, folder }) => nameOf(context, folder, id, options)),
  );
  return named.filter((each) => each !== null);
}

async function nameOf(
  { transport }: AxContext,
  folder: string,
  id: string,
  options: ApiCallOptions,
): Promise<ResourceName | null> {
  const what = `get the name of ${quoted(id)}`;
  const call = { what, method: 'GET', path: `${folder}${path`/${id}`}`, safety: 'safe', ...options } as const;
  try {
    return await transport.request(call, resourceNameSchema);
  } catch (error) {
    if (isAxError(error) && !error.aborted) return null;
    throw error;
  }
}
