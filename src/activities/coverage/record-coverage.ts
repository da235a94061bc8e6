import { getClient } from '@temporalio/activity';
import type { RecordCoverage } from '../../model/coverage/coverage.js';
import { recordEntries } from './ledger.js';

/** Gives what runs prove of their windows to the task's ledger (design section 10). Doing it again changes nothing. */
export const recordCoverage =
  () =>
  ({ taskId, entries }: RecordCoverage): Promise<void> =>
    recordEntries(getClient(), taskId, entries);
