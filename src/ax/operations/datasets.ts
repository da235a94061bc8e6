import { z } from 'zod';
import type { PageRequest } from '../../model/api/requests.js';
import { plainId } from '../../model/api/resource-id.js';
import type { Dataset, DatasetExample, Page } from '../../model/api/resources.js';
import { check, namesNeedSpace } from '../checks/check.js';
import { reference } from '../checks/fields.js';
import { quoted } from '../base/texts.js';
import type { AxContext } from '../http/transport.js';
import type { ApiCallOptions } from '../http/call.js';
import { aboutId } from '../checks/about.js';
import { path } from '../http/call.js';
import { DEFAULT_LIMIT, LIST_REQUESTS } from '../requests/lists.js';
import { DATASETS } from '../resolve/lists.js';
import { LookUp } from '../resolve/look-up.js';
import { pageOf } from '../wire/pages.js';
import { datasetExampleSchema, datasetSchema } from '../wire/resources.js';

/** A dataset by ID, or by name in a space. */
export interface DatasetRef {
  dataset: string;
  space?: string;
}

/** Page size up to 500. Absent version: the latest. */
export interface ListDatasetExamplesRequest extends DatasetRef, PageRequest {
  datasetVersionId?: string;
}

const datasetRef = z.strictObject({ dataset: reference, space: reference.optional() });
const examplePage = pageOf('examples', datasetExampleSchema);

export async function getDataset(
  context: AxContext,
  request: DatasetRef,
  options: ApiCallOptions,
): Promise<Dataset> {
  const what = `get dataset ${quoted(request?.dataset)}`;
  check(what, request, datasetRef, namesNeedSpace<DatasetRef>('dataset'));
  const { id } = await new LookUp(context, request.space, options).inSpace(DATASETS, request.dataset);
  const call = { what, method: 'GET', path: path`/v2/datasets/${id}`, safety: 'safe', ...options } as const;
  return context.transport.request(call, datasetSchema, (one) => aboutId('dataset', id, one.id));
}

export async function listDatasetExamples(
  context: AxContext,
  request: ListDatasetExamplesRequest,
  options: ApiCallOptions,
): Promise<Page<DatasetExample>> {
  const what = `list examples of dataset ${quoted(request?.dataset)}`;
  check(what, request, LIST_REQUESTS.datasetExamples, namesNeedSpace<ListDatasetExamplesRequest>('dataset'));
  const { datasetVersionId, limit = DEFAULT_LIMIT, cursor } = request;
  const { id } = await new LookUp(context, request.space, options).inSpace(DATASETS, request.dataset);
  const version = datasetVersionId === undefined ? undefined : plainId(datasetVersionId);
  const query = { dataset_version_id: version, limit, cursor };
  const call = {
    what,
    method: 'GET',
    path: path`/v2/datasets/${id}/examples`,
    query,
    safety: 'safe',
    ...options,
  } as const;
  return context.transport.request(call, examplePage);
}
