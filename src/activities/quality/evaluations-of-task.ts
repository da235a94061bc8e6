import type { AxClient } from '../../ax/ax-client.js';
import { referenceTo } from '../../model/api/resource-id.js';
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
  const { items } = await ax.listEvaluatorVersions({ evaluator: referenceTo(evaluatorId), limit: 100 });
  const newest = items.toSorted((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''))[0];
  const version = items.find(({ id }) => id === evaluatorVersionId) ?? newest;
  return version?.evaluation ?? evaluatorName ?? evaluatorId;
}
