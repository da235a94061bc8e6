import { EXIT } from '../../model/temporal/exit-codes.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import { suggestion } from '../../model/base/near-name.js';
import { CliError } from '../base/cli-error.js';

const NAMES_SHOWN = 20;

/**
 * The step of that name.
 * @throws CliError `UnknownStep`, exit code 4, with the names there are
 */
export function requireStep<S extends { id: string }>(
  steps: readonly S[],
  id: string,
  { workflowId }: Pick<WorkflowSnapshot, 'workflowId'>,
): S {
  const found = steps.find((step) => step.id === id);
  if (found !== undefined) return found;
  const ids = steps.map((step) => step.id);
  const more = ids.length > NAMES_SHOWN ? `, … (${ids.length} in all)` : '';
  throw new CliError(`${workflowId} has no step ${JSON.stringify(id)}${suggestion(id, ids) || '.'}`, {
    exitCode: EXIT.refused,
    code: 'UnknownStep',
    hint:
      ids.length === 0
        ? 'It is not a pipeline.'
        : `Its steps: ${ids.slice(0, NAMES_SHOWN).join(', ')}${more}`,
  });
}
