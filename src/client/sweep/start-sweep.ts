import type { Client } from '@temporalio/client';
import type { SweepRunsInput } from '../../model/sweep/inputs.js';
import type { SweepResult } from '../../model/sweep/sweep-result.js';
import { sweepWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { fingerprint } from '../fingerprint.js';
import { startOrAttach } from '../start.js';
import type { Started, StartOptions } from '../start.js';

/** Starts a sweep, or attaches to a running one with the same input. */
export const startSweep = (
  client: Client,
  input: SweepRunsInput,
  options: StartOptions,
): Promise<Started<SweepRunsInput, SweepResult>> =>
  startOrAttach(
    client,
    {
      workflow: WORKFLOWS.sweepRuns,
      workflowId: sweepWorkflowId(input.action, fingerprint(input)),
      input,
      reuse: 'ALLOW_DUPLICATE',
      summary: `sweep: ${input.action} orphans`,
    },
    options,
  );
