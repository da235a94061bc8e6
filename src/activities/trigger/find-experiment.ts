import type { ActivityDeps } from '../base/deps.js';
import { experimentIdsByName } from './experiment-ids-by-name.js';

/** The id of the experiment of this name in a dataset, or null while there is none. */
export const findExperiment =
  ({ ax }: ActivityDeps) =>
  async ({ datasetId, name }: { datasetId: string; name: string }): Promise<string | null> =>
    (await experimentIdsByName(ax, datasetId, name))[0] ?? null;
