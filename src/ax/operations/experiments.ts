import { z } from 'zod';
import type { ListExperimentRunsRequest } from '../../model/api/requests.js';
import type { Experiment, ExperimentRun, Page } from '../../model/api/resources.js';
import { check, needsSpace, type Rule } from '../checks/check.js';
import { aboutId } from '../checks/about.js';
import { reference } from '../checks/fields.js';
import { isName, quoted } from '../base/texts.js';
import type { AxContext } from '../http/transport.js';
import type { ApiCallOptions } from '../http/call.js';
import { path } from '../http/call.js';
import { DEFAULT_LIMIT, LIST_REQUESTS } from '../requests/lists.js';
import { LookUp } from '../resolve/look-up.js';
import { pageOf } from '../wire/pages.js';
import { experimentRunSchema, experimentSchema } from '../wire/resources.js';

/** An experiment by ID, or by its name in a dataset or space. */
export interface ExperimentRef {
  experiment: string;
  dataset?: string;
  space?: string;
}

export const experimentRef = z.strictObject({
  experiment: reference,
  dataset: reference.optional(),
  space: reference.optional(),
});
const runPage = pageOf('experiment_runs', experimentRunSchema);

/** A name requires its dataset or its space (docs/api-contract.md 3, rule 2). */
export const experimentScope: Rule<ExperimentRef> = ({ experiment, dataset, space }) => [
  typeof experiment === 'string' && isName(experiment) && dataset === undefined && space === undefined
    ? `experiment ${quoted(experiment)} is a name: also give its dataset or its space (--space), or give the ID`
    : null,
  needsSpace('dataset', isNameGiven(experiment) ? dataset : undefined, space),
];

const isNameGiven = (text: unknown): boolean => typeof text === 'string' && isName(text);

export async function getExperiment(
  context: AxContext,
  request: ExperimentRef,
  options: ApiCallOptions,
): Promise<Experiment> {
  const what = `get experiment ${quoted(request?.experiment)}`;
  check(what, request, experimentRef, experimentScope);
  const { id } = await new LookUp(context, request.space, options).experiment(
    request.experiment,
    request.dataset,
  );
  const call = {
    what,
    method: 'GET',
    path: path`/v2/experiments/${id}`,
    safety: 'safe',
    ...options,
  } as const;
  return context.transport.request(call, experimentSchema, (one) => aboutId('experiment', id, one.id));
}

/** The runs of an experiment, one per example, with their scores. */
export async function listExperimentRuns(
  context: AxContext,
  request: ListExperimentRunsRequest,
  options: ApiCallOptions,
): Promise<Page<ExperimentRun>> {
  const what = `list runs of experiment ${quoted(request?.experiment)}`;
  check(what, request, LIST_REQUESTS.experimentRuns, experimentScope);
  const { id } = await new LookUp(context, request.space, options).experiment(
    request.experiment,
    request.dataset,
  );
  const query = { limit: request.limit ?? DEFAULT_LIMIT, cursor: request.cursor };
  const call = {
    what,
    method: 'GET',
    path: path`/v2/experiments/${id}/runs`,
    query,
    safety: 'safe',
    ...options,
  } as const;
  return context.transport.request(call, runPage);
}
