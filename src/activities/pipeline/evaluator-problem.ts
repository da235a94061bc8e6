import type { AxClient } from '../../ax/ax-client.js';
import type { Requirement } from '../../model/pipeline/requires/requirements.js';
import { plainId, referenceTo } from '../../model/api/resource-id.js';
import type { TaskEvaluator } from '../../model/api/task.js';

export interface InSpace {
  space?: string;
}

/** What keeps a task from using an evaluator in the version that is asked for; null: nothing. */
export async function evaluatorProblem(
  ax: AxClient,
  { evaluator, version }: Extract<Requirement, { kind: 'evaluator' }>,
  task: string | null,
  inSpace: InSpace,
): Promise<string | null> {
  if (task === null) return `the step has no task that could use the evaluator ${evaluator}`;
  const { evaluators } = await ax.getTask({ task, ...inSpace });
  const { id } = await ax.resolveEvaluator({ evaluator, ...inSpace });
  const used = evaluators.find(({ evaluatorId }) => evaluatorId === id);
  if (used === undefined)
    return `the task ${task} does not use the evaluator ${evaluator}: it has ${namesOf(evaluators)}`;
  const pin = used.evaluatorVersionId;
  if (version === undefined || pin === plainId(version)) return null;
  if (pin === null)
    return `the task ${task} does not pin the evaluator ${evaluator} to ${version}: it takes the latest version at each run`;
  const wanted = await versionIds(ax, id, version);
  if (wanted.length === 0) return `the evaluator ${evaluator} has no version ${version}`;
  return wanted.includes(pin)
    ? null
    : `the task ${task} pins the evaluator ${evaluator} to the version ${pin}, not to ${version}`;
}

const namesOf = (evaluators: readonly TaskEvaluator[]): string =>
  evaluators.map(({ evaluatorId, evaluatorName }) => evaluatorName ?? evaluatorId).join(', ') || 'none';

/** The least that is taken for the beginning of a commit hash. */
const MIN_HASH_LENGTH = 7;

/** By version ID or by commit hash, which may be shortened. */
async function versionIds(ax: AxClient, evaluatorId: string, version: string): Promise<string[]> {
  const wanted = plainId(version);
  const ids: string[] = [];
  for await (const { id, commitHash } of ax.eachEvaluatorVersion({ evaluator: referenceTo(evaluatorId) })) {
    const isShort = wanted.length >= MIN_HASH_LENGTH && commitHash?.startsWith(wanted) === true;
    if (id === wanted || commitHash === wanted || isShort) ids.push(id);
  }
  return ids;
}
