import { formatShare } from '../base/numbers.js';
import type { ExistingExperiment } from './fence.js';
import type { Outcome, OutcomeKind } from './outcome.js';
import type { Provenance } from './run-result.js';

const WORDS: Readonly<Record<OutcomeKind, string>> = {
  started: 'started',
  succeeded: 'succeeded',
  'succeeded-with-errors': 'completed with errors',
  empty: 'found nothing to evaluate',
  'nothing-to-do': 'nothing left to do: everything is labelled already',
  reused: 'reused',
  truncated: 'stopped at its limit of spans (raise --max-spans or cut the window)',
  failed: 'failed',
  'cancelled-by-us': 'cancelled',
  'cancelled-elsewhere': 'cancelled by someone else',
  'cancel-unconfirmed': 'cancel requested, but its effect could not be confirmed',
  'timed-out-cancelled': 'cancelled at its deadline',
  'timed-out-detached': 'still running when the wait ended',
  stalled: 'stalled, and cancelled',
  gone: 'gone: the service no longer knows the run',
};

/** An outcome in words, with the share of errors and the reason where there are any. */
export function outcomeText({ kind, errorShare, reason }: Outcome): string {
  const share = kind === 'succeeded-with-errors' ? ` (${formatShare(errorShare)})` : '';
  if (reason?.startsWith(`${WORDS[kind]}, `) === true) return reason;
  const isRepeated = reason !== null && WORDS[kind].includes(reason);
  return `${WORDS[kind]}${share}${reason === null || isRepeated ? '' : `: ${reason}`}`;
}

/** When an experiment was created, by the service's clock. */
export const createdText = ({ createdAt }: Pick<ExistingExperiment, 'createdAt'>): string =>
  createdAt === null ? 'created at a time that the service does not tell' : `created ${createdAt}`;

/** Of an experiment that is used although it existed before: what every report of it says. */
export const reusedText = (existing: Pick<ExistingExperiment, 'createdAt'>): string =>
  `reused, ${createdText(existing)}, nothing was run`;

/** That an earlier request may have made another run, and what to do; null if it is known that none did. */
export const duplicatesText = ({
  duplicatesUnknown,
}: Pick<Provenance, 'duplicatesUnknown'>): string | null =>
  duplicatesUnknown === undefined
    ? null
    : `another run may be active, since it is not known whether an earlier request made one: \`ax-tasks sweep\` finds it (${duplicatesUnknown})`;
