import type { ExistingExperiment } from '../../model/run/fence.js';
import type { ActivityDeps } from '../base/deps.js';
import { experimentsByName } from './experiments-by-name.js';

/** The experiment of this name in a dataset, or null while there is none. */
export const findExperiment =
  ({ ax }: ActivityDeps) =>
  async ({ datasetId, name }: { datasetId: string; name: string }): Promise<ExistingExperiment | null> =>
    (await experimentsByName(ax, datasetId, name))[0] ?? null;
