import { carried, resourceId } from '../api/request-checks.js';
import { expected, listOf, oneOf, optional, shape } from '../base/checks.js';
import type {
  CoverageIndex,
  KeepCoverageInput,
  KeepCoverageMonthInput,
  NoteCoverage,
  SyncMark,
} from './coverage-messages.js';
import { isMonth, monthCheck } from '../time/month.js';

export const openIndex = (known: CoverageIndex = { months: [], begunAs: {}, sync: null }): CoverageIndex =>
  known;

/** The index with what a signal brings. Anyone may send one, so what does not belong here is passed over. */
export function noteInIndex(known: CoverageIndex, taskId: string, news: unknown): CoverageIndex {
  const { taskId: of, months, begunAs, sync } = (news ?? {}) as Partial<Record<keyof NoteCoverage, unknown>>;
  if (of !== taskId) return known;
  const added = Array.isArray(months) ? months.filter(isMonth) : [];
  return {
    ...known,
    months: [...new Set([...known.months, ...added])].sort(),
    ...(isBegunAs(begunAs) ? { begunAs: { ...known.begunAs, ...begunAs } } : {}),
    sync: isSyncMark(sync) ? sync : known.sync,
  };
}

/** What is wrong with the argument of the signal `note` to the ledger of a task; null if nothing is. */
export const noteProblem = (taskId: string, news: unknown): string | null =>
  shape<NoteCoverage>({
    taskId: oneOf([taskId]),
    months: optional(listOf(monthCheck)),
    begunAs: optional(expected('execution ids by month', isBegunAs)),
    sync: optional(expected('{fence, unended}', isSyncMark)),
  })(news, 'note');

/** Which ledgers of months live, by month: the first execution (Temporal run ID) of each; null: it is not there or has ended. */
export type LivingMonths = Record<string, string | null>;

/** The months of an index whose ledger has lost what it held: it does not live, or was begun anew. */
export const lostMonths = ({ months, begunAs }: CoverageIndex, living: LivingMonths): string[] =>
  months.filter((month) => {
    const now = living[month] ?? null;
    return now === null || now !== (begunAs[month] ?? now);
  });

function isSyncMark(value: unknown): value is SyncMark {
  const { fence, unended } = (value ?? {}) as { fence?: unknown; unended?: unknown };
  const { newestCreatedAt, runIds } = (fence ?? {}) as { newestCreatedAt?: unknown; runIds?: unknown };
  const isFence = newestCreatedAt === null || typeof newestCreatedAt === 'string';
  return isFence && isTexts(runIds) && isTexts(unended);
}

const isBegunAs = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([month, runId]) => isMonth(month) && typeof runId === 'string');

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

const keepCoverageCheck = shape<KeepCoverageInput>({ taskId: resourceId, resume: carried });

const keepCoverageMonthCheck = shape<KeepCoverageMonthInput>({
  taskId: resourceId,
  month: monthCheck,
  resume: carried,
});

/** What is wrong with an input of `keepCoverage` from any program; null if nothing is. */
export const keepCoverageProblem = (input: unknown): string | null => keepCoverageCheck(input, 'input');

/** What is wrong with an input of `keepCoverageMonth` from any program; null if nothing is. */
export const keepCoverageMonthProblem = (input: unknown): string | null =>
  keepCoverageMonthCheck(input, 'input');
