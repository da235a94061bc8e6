import type { ListIntegrationsRequest, PageRequest } from '../../model/api/requests.js';
import type { SpaceResource } from '../../model/api/resources.js';
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
import { showExperiments } from '../session/names.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import type { ArizePage } from '../session/ui-url.js';

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
  list(
    context,
    options,
    { verb: 'listSpaces', kind: 'spaces', show: asTheyAre, table: spaceTable },
    nameOf(options),
  );

export const listProjects = (context: CliContext, options: ListOptions): Promise<number> =>
  list(context, options, linkedList('listProjects', 'projects'), filterOf(context, options));

export const listDatasets = (context: CliContext, options: ListOptions): Promise<number> =>
  list(context, options, linkedList('listDatasets', 'datasets'), filterOf(context, options));

export const listEvaluators = (context: CliContext, options: ListOptions): Promise<number> =>
  list(context, options, linkedList('listEvaluators', 'evaluators'), filterOf(context, options));

export function listEvaluatorVersions(
  context: CliContext,
  options: ListOptions,
  evaluator: string,
): Promise<number> {
  const space = spaceOf(options, context);
  requireSpace('The evaluator', evaluator, space);
  const kind = 'evaluator-versions';
  const how = { verb: 'listEvaluatorVersions', kind, show: asTheyAre, table: evaluatorVersionTable } as const;
  return list(context, options, how, { evaluator, ...space });
}

export function listExperiments(context: CliContext, options: ListExperimentsOptions): Promise<number> {
  const { dataset } = options;
  const filter = filterOf(context, options);
  requireSpace('The dataset', dataset, filter);
  const request = { ...filter, ...(dataset === undefined ? {} : { dataset }) };
  const how = {
    verb: 'listExperiments',
    kind: 'experiments',
    show: showExperiments,
    table: experimentTable,
  } as const;
  return list(context, options, how, request);
}

export function listIntegrations(context: CliContext, options: ListIntegrationsOptions): Promise<number> {
  const { type } = options;
  const request = { ...filterOf(context, options), ...(type === undefined ? {} : { type }) };
  const table = (items: readonly SpaceResource[], style: Style): string[] =>
    resourceTable('integrations', items, style);
  const how = { verb: 'listIntegrations', kind: 'integrations', show: asTheyAre, table } as const;
  return list(context, options, how, request);
}

const nameOf = ({ name }: ListOptions): { name?: string } => (name === undefined ? {} : { name });

const filterOf = (context: CliContext, options: ListOptions): { name?: string; space?: string } => ({
  ...spaceOf(options, context),
  ...nameOf(options),
});

/** How one kind of thing is listed: what is asked, what is added to it, and how it is shown. */
interface Listing<V extends PagedVerb, Item, Shown> {
  verb: V;
  kind: DocumentKind;
  show: (session: Session, items: Item[]) => Promise<Shown[]>;
  table: (items: readonly Shown[], style: Style, nowMs: number) => string[];
}

const asTheyAre = <Item>(_session: Session, items: Item[]): Promise<Item[]> => Promise.resolve(items);

/** What has a page in the Arize UI. */
const linkedList = <V extends 'listProjects' | 'listDatasets' | 'listEvaluators'>(
  verb: V,
  kind: ArizePage,
) => ({
  verb,
  kind,
  show: (session: Session, items: SpaceResource[]) =>
    Promise.resolve(items.map((item) => ({ ...item, arizeUrl: session.arizeUrl(kind, item) }))),
  table: (items: readonly SpaceResource[], style: Style) => resourceTable(kind, items, style),
});

/** Lists one page of something, or all of it, and says how to get the rest. */
async function list<V extends PagedVerb, Shown>(
  context: CliContext,
  options: ListOptions,
  { verb, kind, show, table }: Listing<V, Operations[V]['result']['items'][number], Shown>,
  request: Request<V>,
): Promise<number> {
  const output = new Output(context, options);
  const page = await withSession(context, options, async (session) => {
    const found = await listPages(session, verb, request, options, (line) => output.warn(line));
    return { ...found, items: await show(session, found.items) };
  });
  output.result(kind, page, (style) => table(page.items, style, context.nowMs()));
  output.note(...moreHint(page.nextCursor));
  return 0;
}
