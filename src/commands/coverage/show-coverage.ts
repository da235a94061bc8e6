import { zonedText } from '../../calendar/time-zone.js';
import { lateIn, missingIn } from '../../model/coverage/coverage-stretches.js';
import { coverageViewOf, knownStretches } from '../../model/coverage/coverage-view.js';
import type { CoverageView } from '../../model/coverage/coverage-view.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import { evaluatorsKey } from '../../model/api/task.js';
import type { Interval } from '../../model/time/interval.js';
import type { Task } from '../../model/api/task.js';
import { coverageLines, missingLines, noLateText } from '../../terminal/views/coverage/coverage-view.js';
import type { CliContext } from '../base/context.js';
import { readEnds, shownMoment } from '../input/read-ends.js';
import { usageError } from '../base/cli-error.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import { Output } from '../base/output.js';
import { requireFolder } from '../base/output-file.js';
import type { CallOptions } from '../session/call-once.js';
import { runOperation } from '../session/run-operation.js';
import { withSession } from '../session/session.js';
import { coverageDocument, missingDocument } from './coverage-documents.js';
import type { Drawn } from './coverage-documents.js';
import { writeExport, writePage } from './coverage-files.js';
import { coverageGrid } from './coverage-grid.js';
import { readCoverage } from '../../client/coverage/read-coverage.js';
import { requireProjectTask } from './require-project-task.js';
import { syncAndNotify, warnOfLosses } from './sync-coverage.js';
import type { CoverageVerification } from '../../model/coverage/verify-coverage.js';
import { printVerification, verifyRange } from './verify-coverage.js';
import type { VerifyFlags } from './verify-coverage.js';

export interface CoverageOptions extends CallOptions, SpaceOption, VerifyFlags {
  /** ISO 8601, UTC. */
  start?: string;
  end?: string;
  window?: string;
  timeZone?: string;
  /** `late`: the windows in which spans came after their run. */
  missing?: boolean | 'late';
  /** A file, or `-`. */
  export?: string;
  rebuild?: boolean;
  /** False: only what the ledger has by now. */
  sync: boolean;
}

const MAX_RANGE_MS = 36_525 * 86_400_000;

/** The requested range. A start of null is that of the first entry. */
interface CoverageRequest {
  startMs: number | null;
  endMs: number;
  timeZone: string;
}

interface Gathered {
  task: Task;
  entries: CoverageEntry[];
  /** Null: none was asked for, or there is nothing to compare. */
  verification: CoverageVerification | null;
}

/** Shows which of a task's time is proven evaluated (design/coverage.md). */
export async function showCoverage(
  context: CliContext,
  options: CoverageOptions,
  name: string,
): Promise<number> {
  const output = new Output(context, options);
  const request = requestOf(options, context);
  const { task, entries, verification } = await gather(context, options, request, name, output);
  const drawn = draw(task, entries, request, options.anyVersion === true);
  if (options.export !== undefined) writeExport(options.export, pick(task), entries, output, context);
  if (options.export !== '-') {
    if (verification !== null && options.missing !== 'late')
      printVerification(verification, request.timeZone, output);
    else print(drawn, pick(task), entries, options, output);
  }
  writePage(drawn, output);
  return 0;
}

const pick = ({ id, name }: Task): CoverageView['task'] => ({ id, name });

/** Refuses what cannot be done before anything is sent. */
function requestOf(options: CoverageOptions, { nowMs }: CliContext): CoverageRequest {
  if (options.maxRequests !== undefined && options.verify !== true)
    throw usageError('--max-requests has no effect without --verify');
  const { startMs, endMs: givenMs, timeZone } = readEnds(options, nowMs());
  if (options.export !== undefined && options.export !== '-') requireFolder('--export', options.export);
  const endMs = givenMs ?? nowMs();
  if (startMs !== null && startMs >= endMs)
    throw usageError(
      `--start ${shownMoment(options.start, startMs)} must be before --end ${shownMoment(options.end, endMs)}`,
    );
  if (endMs - (startMs ?? nowMs()) > MAX_RANGE_MS)
    throw usageError(`The range from --start to --end is longer than a hundred years`);
  return { startMs, endMs, timeZone };
}

function gather(
  context: CliContext,
  options: CoverageOptions,
  { startMs, endMs }: CoverageRequest,
  name: string,
  output: Output,
): Promise<Gathered> {
  const space = spaceOf(options, context);
  requireSpace('The task', name, space);
  return withSession(context, options, async (session) => {
    const notify = (line: string): void => output.warn(line);
    const task = await runOperation(session, 'getTask', { task: name, ...space }, notify);
    requireProjectTask(task, 'it has no coverage', 'Only tasks that evaluate a project have coverage.');
    if (options.sync) await syncAndNotify(session, task.id, notify, { isWhole: options.rebuild ?? false });
    else await warnOfLosses(session, task.id, notify);
    const range: Interval | null = startMs === null ? null : { startMs, endMs };
    const entries = await readCoverage(session.client, task.id, range);
    const verified = rangeOf(startMs, endMs, entries);
    if (options.verify !== true || verified === null) return { task, entries, verification: null };
    const verification = await verifyRange(session, task.id, verified, options, output);
    return { task, entries: await readCoverage(session.client, task.id, range), verification };
  });
}

/** The range from a start, or from the first entry; null: it is none. */
function rangeOf(given: number | null, endMs: number, entries: readonly CoverageEntry[]): Interval | null {
  const startMs = given ?? entries[0]?.startMs ?? endMs;
  return startMs < endMs ? { startMs, endMs } : null;
}

/** Null if no run is known that could be the start of the range. */
function draw(
  task: Task,
  entries: readonly CoverageEntry[],
  request: CoverageRequest,
  isAny: boolean,
): Drawn | null {
  const { endMs, timeZone } = request;
  const range = rangeOf(request.startMs, endMs, entries);
  if (range === null) return null;
  const view = coverageViewOf(pick(task), entries, range, isAny ? null : evaluatorsKey(task.evaluators));
  const grid = coverageGrid(knownStretches(view), range, timeZone);
  return { view, grid, timeZone, text: (ms) => zonedText(ms, timeZone) };
}

function print(
  drawn: Drawn | null,
  task: CoverageView['task'],
  entries: readonly CoverageEntry[],
  { missing: which = false }: CoverageOptions,
  output: Output,
): void {
  if (which === false)
    return output.result('coverage', coverageDocument(task, drawn), (style) => coverageLines(drawn, style));
  const missing = drawn === null ? [] : missingOf(drawn, which, entries);
  output.result('coverage-missing', missingDocument(task, drawn, missing), () =>
    drawn === null
      ? coverageLines(null, output.outStyle)
      : missingLines(missing, drawn.text, which === 'late' ? noLateIn(entries, drawn.view.range) : undefined),
  );
}

const missingOf = ({ view }: Drawn, which: true | 'late', entries: readonly CoverageEntry[]): Interval[] =>
  which === 'late' ? lateIn(entries, view.range) : missingIn(knownStretches(view), 'missing');

function noLateIn(entries: readonly CoverageEntry[], { startMs, endMs }: Interval): string {
  const inside = entries.filter((entry) => entry.startMs < endMs && entry.endMs > startMs);
  return noLateText(inside.length, inside.filter(({ verified }) => verified !== undefined).length);
}
