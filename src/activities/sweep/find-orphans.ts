import { getClient } from '@temporalio/activity';
import { sortRuns } from '../../model/sweep/orphans.js';
import type { ActiveRun, OrphanFinding } from '../../model/sweep/orphans.js';
import { knownWorkflows } from './known-workflows.js';

/** Says of each run what it is to us, by the workflows that Temporal lists (design/sweep.md). */
export const findOrphans =
  () =>
  async ({ runs }: { runs: ActiveRun[] }): Promise<OrphanFinding[]> =>
    sortRuns(runs, await knownWorkflows(getClient(), new Set(runs.map(({ runId }) => runId))));
