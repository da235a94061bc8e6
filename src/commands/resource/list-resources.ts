import type { ListIntegrationsRequest, PageRequest } from '../../model/api/requests.js';
import type { Operations } from '../../model/temporal/operations.js';
import {
  experimentTable,
  evaluatorVersionTable,
  resourceTable,
  spaceTable,
} from '../../terminal/views/resource-views.js';
import type { Style } from '../../terminal/style.js';
import type { CliContext } from '../base/context.js';
import type { DocumentKind } from '../base/csv-tables.js';
import { Output } from '../base/output.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import type { CallOptions } from '../session/call-once.js';
import { listPages, moreHint } from '../session/list-pages.js';
import type { PagedVerb, PageOptions } from '../session/list-pages.js';
import { withSession } from '../session/session.js';

interface ListOptions extends CallOptions, SpaceOption, PageOptions {
  name?: string;
}

interface ListExperimentsOptions extends ListOptions {
  dataset?: string;
}

interface ListIntegrationsOptions extends ListOptions {
  type?: NonNullable<ListIntegrationsRequest['type']>;
}

type Request<V extends PagedVerb> = Omit<Operations[V]['request'], keyof PageRequest>;

export const listSpaces = (context: CliContext, options: ListOptions): Promise<number> =>
  list(context, options, 'listSpaces', 'spaces', nameOf(options), spaceTable);

export const listProjects = (context: CliContext, options: ListOptions): Promise<number> =>
  list(context, options, 'listProjects', 'projects', filterOf(context, options), (items, style) =>
    resourceTable('projects', items, style),
  );

export const listDatasets = (context: CliContext, options: ListOptions): Promise<number> =>
  list(context, options, 'listDatasets', 'datasets', filterOf(context, options), (items, style) =>
    resourceTable('datasets', items, style),
  );

export const listEvaluators = (context: CliContext, options: ListOptions): Promise<number> =>
  list(context, options, 'listEvaluators', 'evaluators', filterOf(context, options), (items, style) =>
    resourceTable('evaluators', items, style),
  );

export function listEvaluatorVersions(
  context: CliContext,
  options: ListOptions,
  evaluator: string,
): Promise<number> {
  const space = spaceOf(options, context);
  requireSpace('The evaluator', evaluator, space);
  const request = { evaluator, ...space };
  return list(
    context,
    options,
    'listEvaluatorVersions',
    'evaluator-versions',
    request,
    (items, style, nowMs) => evaluatorVersionTable(items, style, nowMs),
  );
}

export function listExperiments(context: CliContext, options: ListExperimentsOptions): Promise<number> {
  const { dataset } = options;
  const filter = filterOf(context, options);
  requireSpace('The dataset', dataset, filter);
  const request = { ...filter, ...(dataset === undefined ? {} : { dataset }) };
  return list(context, options, 'listExperiments', 'experiments', request, experimentTable);
}

export function listIntegrations(context: CliContext, options: ListIntegrationsOptions): Promise<number> {
  const { type } = options;
  const request = { ...filterOf(context, options), ...(type === undefined ? {} : { type }) };
  return list(context, options, 'listIntegrations', 'integrations', request, (items, style) =>
    resourceTable('integrations', items, style),
  );
}

const nameOf = ({ name }: ListOptions): { name?: string } => (name === undefined ? {} : { name });

const filterOf = (context: CliContext, options: ListOptions): { name?: string; space?: string } => ({
  ...spaceOf(options, context),
  ...nameOf(options),
});

/** Lists one page of something, or all of it, and says how to get the rest. */
async function list<V extends PagedVerb>(
  context: CliContext,
  options: ListOptions,
  verb: V,
  kind: DocumentKind,
  request: Request<V>,
  table: (items: Operations[V]['result']['items'], style: Style, nowMs: number) => string[],
): Promise<number> {
  const output = new Output(context, options);
  const page = await withSession(context, options, (session) =>
    listPages(session, verb, request, options, (line) => output.warn(line)),
  );
  output.result(kind, page, (style) =>
    table(page.items as Operations[V]['result']['items'], style, context.nowMs()),
  );
  output.note(...moreHint(page.nextCursor));
  return 0;
}
