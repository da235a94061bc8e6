import type { AxClient } from '../../ax/ax-client.js';
import { referenceTo } from '../../model/api/resource-id.js';

/** The experiments of exactly this name in a dataset: none or one, more only where the service lets a name repeat. */
export async function experimentIdsByName(
  ax: AxClient,
  datasetId: string | null,
  name: string | null,
): Promise<string[]> {
  if (datasetId === null || name === null) return [];
  const ids: string[] = [];
  for await (const experiment of ax.eachExperiment({ dataset: referenceTo(datasetId), name })) {
    if (experiment.name === name) ids.push(experiment.id);
  }
  return ids;
}
