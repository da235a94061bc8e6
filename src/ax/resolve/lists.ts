import type { z } from 'zod';
import type { Experiment, Page, Space, SpaceResource } from '../../model/api/resources.js';
import type { Task } from '../../model/api/task.js';
import type { AxContext } from '../http/transport.js';
import type { Call, ApiCallOptions } from '../http/call.js';
import { pageOf } from '../wire/pages.js';
import { experimentSchema, spaceResourceSchema, spaceSchema } from '../wire/resources.js';
import { taskSchema } from '../wire/task.js';

/** A paginated list of the API. */
export interface List<T> {
  /** What one item is called. */
  noun: string;
  path: string;
  page: z.ZodType<Page<T>>;
}

const list = <T>(noun: string, path: string, key: string, item: z.ZodType<T>): List<T> => ({
  noun,
  path,
  page: pageOf(key, item),
});

export const TASKS: List<Task> = list('task', '/v2/tasks', 'tasks', taskSchema);
export const SPACES: List<Space> = list('space', '/v2/spaces', 'spaces', spaceSchema);
export const PROJECTS: List<SpaceResource> = list('project', '/v2/projects', 'projects', spaceResourceSchema);
export const DATASETS: List<SpaceResource> = list('dataset', '/v2/datasets', 'datasets', spaceResourceSchema);
export const EVALUATORS: List<SpaceResource> = list(
  'evaluator',
  '/v2/evaluators',
  'evaluators',
  spaceResourceSchema,
);
export const AI_INTEGRATIONS: List<SpaceResource> = list(
  'AI integration',
  '/v2/ai-integrations',
  'ai_integrations',
  spaceResourceSchema,
);
export const INTEGRATIONS: List<SpaceResource> = list(
  'integration',
  '/v2/integrations',
  'integrations',
  spaceResourceSchema,
);
export const EXPERIMENTS: List<Experiment> = list(
  'experiment',
  '/v2/experiments',
  'experiments',
  experimentSchema,
);

/** One page of a list. */
export function fetchPage<T>(
  { transport }: AxContext,
  { noun, path, page }: List<T>,
  query: NonNullable<Call['query']>,
  options: ApiCallOptions,
): Promise<Page<T>> {
  const call: Call = {
    what: `list ${noun}s`,
    method: 'GET',
    path,
    query,
    safety: 'safe',
    signal: options.signal,
  };
  return transport.request(call, page);
}
