import { getClient } from '@temporalio/activity';
import type { RecordCoverage } from '../../model/coverage/coverage.js';
import { recordEntries } from './ledger.js';

/** Gives what runs prove of their windows to the task's ledger (design/coverage.md). Doing it again changes nothing. */
export const recordCoverage =
  () =>
  ({ taskId, entries }: RecordCoverage): Promise<void> =>
    recordEntries(getClient(), taskId, entries);
