import { z } from 'zod';
import { TASK_TYPES } from '../../model/api/task.js';
import { RUN_STATUSES } from '../../model/api/task-run.js';
import { cursor, id, limit, name, oneOf, reference } from '../checks/fields.js';

const MAX_ROWS = 500;

const paging = (max: number) => ({ limit: limit(max).optional(), cursor: cursor.optional() });
const page = paging(100);
const rows = paging(MAX_ROWS);
const space = reference.optional();

/** Requests of lists (docs/api-contract.md 1.3 and 1.4): 1 to 100 resources per page, or 1 to 500 rows. */
export const LIST_REQUESTS = {
  tasks: z.strictObject({
    ...page,
    space,
    name: name.optional(),
    project: reference.optional(),
    dataset: reference.optional(),
    type: oneOf(TASK_TYPES).optional(),
  }),
  runs: z.strictObject({ ...page, space, task: reference, status: oneOf(RUN_STATUSES).optional() }),
  resources: z.strictObject({ ...page, space, name: name.optional() }),
  integrations: z.strictObject({
    ...page,
    space,
    name: name.optional(),
    type: oneOf(['LLM', 'AGENT', 'EVALUATOR']).optional(),
  }),
  evaluatorVersions: z.strictObject({ ...page, space, evaluator: reference }),
  experiments: z.strictObject({ ...page, space, dataset: reference.optional(), name: name.optional() }),
  experimentRuns: z.strictObject({ ...rows, space, dataset: reference.optional(), experiment: reference }),
  datasetExamples: z.strictObject({ ...rows, space, dataset: reference, datasetVersionId: id.optional() }),
};

/** The page size to send if none is given. It is the service's own default, on which clients do not rely. */
export const DEFAULT_LIMIT = 50;
