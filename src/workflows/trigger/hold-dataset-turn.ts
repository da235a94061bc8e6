import { CancellationScope } from '@temporalio/workflow';
import { holdDatasetTurnProblem } from '../../model/run/dataset-turn.js';
import type { HoldDatasetTurnInput } from '../../model/run/dataset-turn.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { requireInput, requireOwn } from '../shared/require-input.js';

/**
 * Stands for the turn of a dataset (design/trigger-once.md); its memo names who has it. Lives until it is cancelled, or
 * terminated by whoever takes the turn next.
 */
export function holdDatasetTurn(input: HoldDatasetTurnInput): Promise<never> {
  requireOwn(WORKFLOWS.holdDatasetTurn);
  requireInput(WORKFLOWS.holdDatasetTurn, holdDatasetTurnProblem(input));
  return CancellationScope.current().cancelRequested;
}
