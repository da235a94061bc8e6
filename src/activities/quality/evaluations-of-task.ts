import type { AxClient } from '../../ax/ax-client.js';
import { NotFoundError } from '../../ax/base/errors.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { EvaluatorVersion } from '../../model/api/resources.js';
import type { TaskEvaluator } from '../../model/api/task.js';

/** The names under which evaluators write their evaluations; the name of an evaluator where the service does not tell. */
export async function evaluationsOf(ax: AxClient, evaluators: readonly TaskEvaluator[]): Promise<string[]> {
  const names: string[] = [];
  for (const evaluator of evaluators) names.push(await evaluationOf(ax, evaluator));
  return [...new Set(names)];
}

async function evaluationOf(
  ax: AxClient,
  { evaluatorId, evaluatorName, evaluatorVersionId }: TaskEvaluator,
): Promise<string> {
  const items = await versionsOf(ax, evaluatorId);
  const newest = items.toSorted((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''))[0];
  const version = items.find(({ id }) => id === evaluatorVersionId) ?? newest;
  return version?.evaluation ?? evaluatorName ?? evaluatorId;
}

/** None of an evaluator that was deleted, or that this key does not see. */
async function versionsOf(ax: AxClient, evaluatorId: string): Promise<EvaluatorVersion[]> {
  try {
    return (await ax.listEvaluatorVersions({ evaluator: referenceTo(evaluatorId), limit: 100 })).items;
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}
