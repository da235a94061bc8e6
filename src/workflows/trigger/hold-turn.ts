import { CancellationScope } from '@temporalio/workflow';
import { holdTurnProblem } from '../../model/run/turn.js';
import type { HoldTurnInput } from '../../model/run/turn.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { requireInput, requireOwn } from '../shared/require-input.js';

/**
 * Stands for a turn (design/trigger-once.md); its memo names who has it. It is started with so long a delay that nothing of
 * this runs before somebody ends it: by a cancel, or terminated by whoever gives the turn back or takes it next.
 */
export function holdTurn(input: HoldTurnInput): Promise<never> {
  requireOwn(WORKFLOWS.holdTurn);
  requireInput(WORKFLOWS.holdTurn, holdTurnProblem(input));
  return CancellationScope.current().cancelRequested;
}
