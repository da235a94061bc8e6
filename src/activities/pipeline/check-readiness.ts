import type { ReadinessRequest } from '../../model/pipeline/requires/requirements.js';
import { AmbiguousNameError, NotFoundError } from '../../ax/base/errors.js';
import type { ActivityDeps } from '../base/deps.js';
import type { AxClient } from '../../ax/ax-client.js';
import { heldUp, patiently } from '../gate/patiently.js';
import { whileBeating } from '../base/while-beating.js';
import { requirementProblem } from './requirement-problem.js';

/** What is missing of that which a step requires, one sentence each; nothing: it is ready. */
export const checkReadiness =
  ({ ax }: ActivityDeps) =>
  (request: ReadinessRequest): Promise<string[]> =>
    whileBeating(heldUp, () => problemsOf(ax, request));

async function problemsOf(
  ax: AxClient,
  { requirements, task, space, spansOf }: ReadinessRequest,
): Promise<string[]> {
  const problems: (string | null)[] = [];
  for (const requirement of requirements) {
    const scope = 'space' in requirement ? (requirement.space ?? space) : space;
    const inSpace = scope === null ? {} : { space: scope };
    problems.push(
      await orNotThere(() => patiently(() => requirementProblem(ax, requirement, task, inSpace, spansOf))),
    );
  }
  return problems.filter((problem) => problem !== null);
}

async function orNotThere(look: () => Promise<string | null>): Promise<string | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof AmbiguousNameError) return error.message;
    throw error;
  }
}
