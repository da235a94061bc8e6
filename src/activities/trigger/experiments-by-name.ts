import type { AxClient } from '../../ax/ax-client.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { ExistingExperiment } from '../../model/run/fence.js';

/** The experiments of exactly this name in a dataset: none or one, more only where the service lets a name repeat. */
export async function experimentsByName(
  ax: AxClient,
  datasetId: string | null,
  name: string | null,
): Promise<ExistingExperiment[]> {
  if (datasetId === null || name === null) return [];
  const found: ExistingExperiment[] = [];
  for await (const experiment of ax.eachExperiment({ dataset: referenceTo(datasetId), name })) {
    if (experiment.name === name) found.push({ id: experiment.id, createdAt: experiment.createdAt });
  }
  return found;
}
